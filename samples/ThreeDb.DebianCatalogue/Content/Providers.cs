using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>Who has or provides each name, by the number of the name.</summary>
internal sealed class Providers
{
    private readonly int[] _packages;
    private readonly int[] _first;
    private readonly int[] _counts;

    public Providers(CatalogueContent content)
    {
        _packages = new int[content.Names.Count];
        _first = new int[content.Names.Count];
        _counts = new int[content.Names.Count];
        Array.Fill(_packages, NameTable.None);
        Array.Fill(_first, NameTable.None);
        var last = new int[content.Names.Count];
        Array.Fill(last, NameTable.None);
        for (var package = 0; package < content.Packages.Count; package++)
        {
            _packages[content.Packages[package].Name] = package;
            foreach (ref readonly var relation in content.RelationsOf(content.Packages[package]))
            {
                // A package may provide one name in several versions.
                if (relation.Field == ControlField.Provides && last[relation.Target] != package)
                {
                    last[relation.Target] = package;
                    _first[relation.Target] = _counts[relation.Target]++ == 0 ? package : _first[relation.Target];
                }
            }
        }
    }

    /// <summary>The package of a name, or <see cref="NameTable.None"/>.</summary>
    public int PackageOf(int name) => _packages[name];

    /// <summary>The first package in the list that provides a name, or <see cref="NameTable.None"/>.</summary>
    public int FirstOf(int name) => _first[name];

    /// <summary>How many packages provide a name.</summary>
    public int CountOf(int name) => _counts[name];

    /// <summary>Whether the name exists only because packages provide it.</summary>
    public bool IsVirtual(int name) => _packages[name] == NameTable.None && _counts[name] > 0;
}
