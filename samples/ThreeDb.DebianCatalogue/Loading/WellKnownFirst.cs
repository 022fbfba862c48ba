using System.Text;
using ThreeDb.DebianCatalogue.Content;
using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Loading;

/// <summary>
/// Chooses a part of the catalogue that hangs together:
/// 1. well-known packages and what they depend on, breadth first: with each package whose dependencies are added comes one more
///    that is well known;
/// 2. all else that they depend on; of alternatives the first that exists, of a virtual package the first provider;
/// 3. what the packages so far recommend, each with what it depends on;
/// 4. all others by name, each with what it depends on.
/// A smaller number gives a beginning of the same order.
/// </summary>
internal sealed class WellKnownFirst
{
    private readonly CatalogueContent _content;
    private readonly Providers _providers;
    private readonly int _limit;
    private readonly bool[] _chosen;
    private readonly List<int> _order;
    private int _followed;

    private WellKnownFirst(CatalogueContent content, Providers providers, int limit)
    {
        _content = content;
        _providers = providers;
        _limit = limit;
        _chosen = new bool[content.Packages.Count];
        _order = new List<int>(limit);
    }

    /// <summary>The numbers of the first <paramref name="limit"/> packages, in the order in which they were chosen.</summary>
    public static IReadOnlyList<int> Choose(CatalogueContent content, Providers providers, int limit)
    {
        var choice = new WellKnownFirst(content, providers, Math.Min(limit, content.Packages.Count));
        choice.WellKnown();
        choice.Recommended();
        choice.ByName();
        return choice._order;
    }

    private bool Full => _order.Count == _limit;

    private void WellKnown()
    {
        foreach (var name in WellKnownPackages.Names)
        {
            var number = _content.Names.Find(Encoding.UTF8.GetBytes(name));
            Add(number == NameTable.None ? NameTable.None : _providers.PackageOf(number));
            FollowNext();
        }

        FollowDependencies();
    }

    private void Recommended()
    {
        for (var i = 0; i < _order.Count && !Full; i++)
        {
            Follow(_order[i], ControlField.Recommends);
            FollowDependencies();
        }
    }

    private void ByName()
    {
        if (Full)
        {
            return;
        }

        var byName = Enumerable.Range(0, _content.Packages.Count).ToArray();
        Array.Sort(byName, (left, right) => NameOf(left).SequenceCompareTo(NameOf(right)));
        foreach (var package in byName)
        {
            Add(package);
            FollowDependencies();
        }
    }

    private ReadOnlySpan<byte> NameOf(int package) => _content.Names[_content.Packages[package].Name];

    private void FollowDependencies()
    {
        while (_followed < _order.Count && !Full)
        {
            FollowNext();
        }
    }

    private void FollowNext()
    {
        if (_followed < _order.Count)
        {
            var package = _order[_followed++];
            Follow(package, ControlField.PreDepends);
            Follow(package, ControlField.Depends);
        }
    }

    private void Follow(int package, ControlField field)
    {
        var satisfied = 0;
        foreach (ref readonly var relation in _content.RelationsOf(_content.Packages[package]))
        {
            if (relation.Field == field && relation.Group != satisfied && Resolve(relation.Target) is >= 0 and var target)
            {
                satisfied = relation.Group;
                Add(target);
            }
        }
    }

    private int Resolve(int name) => _providers.PackageOf(name) is >= 0 and var package ? package : _providers.FirstOf(name);

    private void Add(int package)
    {
        if (package != NameTable.None && !Full && !_chosen[package])
        {
            _chosen[package] = true;
            _order.Add(package);
        }
    }
}
