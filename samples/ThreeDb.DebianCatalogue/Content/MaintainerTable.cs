using System.Text;
using ThreeDb.DebianCatalogue.Control;
using ThreeDb.DebianCatalogue.Packing;

namespace ThreeDb.DebianCatalogue.Content;

/// <summary>
/// Maintainers. A spelling is one text of the field, <c>Name &lt;address></c>; who has the same address in lower case is the same
/// maintainer. Who has no address is known by the name.
/// </summary>
internal sealed class MaintainerTable(TextStore store)
{
    private readonly NameTable _spellings = new(store);
    private readonly List<(int Maintainer, TextRange Name, bool HasAddress)> _parts = [];
    private readonly List<int> _uses = [];

    /// <summary>The addresses, or names where there is no address: the ids of the maintainers.</summary>
    public NameTable Keys { get; } = new(store);

    /// <summary>How many spellings there are.</summary>
    public int Spellings => _parts.Count;

    /// <summary>The number of a spelling; <see cref="NameTable.None"/> when the text names nobody.</summary>
    public int Add(ReadOnlySpan<byte> field)
    {
        var spelling = _spellings.Find(field);
        if (spelling == NameTable.None)
        {
            if (!TryRead(field, out var parts))
            {
                return NameTable.None;
            }

            spelling = _spellings.Add(field);
            _parts.Add(parts);
            _uses.Add(0);
        }

        _uses[spelling]++;
        return spelling;
    }

    /// <summary>The maintainer of a spelling.</summary>
    public int MaintainerOf(int spelling) => _parts[spelling].Maintainer;

    /// <summary>The name in a spelling; empty when there is only an address.</summary>
    public ReadOnlySpan<byte> NameIn(int spelling) => store[_parts[spelling].Name];

    /// <summary>For each maintainer the spelling that most packages use, of equals the first, and whether it has an address.</summary>
    public (int Spelling, bool HasAddress)[] Usual()
    {
        var usual = new (int Spelling, bool HasAddress)[Keys.Count];
        Array.Fill(usual, (NameTable.None, false));
        for (var spelling = 0; spelling < _parts.Count; spelling++)
        {
            ref var best = ref usual[_parts[spelling].Maintainer];
            if (best.Spelling == NameTable.None || _uses[spelling] > _uses[best.Spelling])
            {
                best = (spelling, _parts[spelling].HasAddress);
            }
        }

        return usual;
    }

    private bool TryRead(ReadOnlySpan<byte> field, out (int Maintainer, TextRange Name, bool HasAddress) parts)
    {
        var open = field.LastIndexOf((byte)'<');
        var name = (open < 0 ? field : field[..open]).Trim(" \t\""u8);
        var address = open < 0 ? [] : field[(open + 1)..];
        address = (address.IndexOf((byte)'>') is >= 0 and var close ? address[..close] : address).Trim(Blanks.Any);
        if (open < 0 && name.Contains((byte)'@') && !name.ContainsAny(Blanks.InLine))
        {
            address = name;
            name = [];
        }

        var key = Keys.Add(address.IsEmpty ? name : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(address).ToLowerInvariant()));
        parts = (key, store.Add(name), !address.IsEmpty);
        return key != NameTable.None;
    }
}
