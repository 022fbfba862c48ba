using FsCheck;
using FsCheck.Fluent;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Tests;

public sealed class RowHashTests
{
    private static readonly Gen<GraphValue> Scalar = Gen.OneOf(
        Gen.Elements(true, false).Select(GraphValue.Of),
        ArbMap.Default.GeneratorFor<long>().Select(GraphValue.Of),
        ArbMap.Default.GeneratorFor<double>().Select(GraphValue.Of),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(GraphValue.Of));

    private static readonly Gen<GraphValue> Value =
        Gen.Frequency((4, Scalar), (1, Gen.ListOf(Scalar).Select(elements => GraphValue.Of([.. elements]))));

    private static readonly Gen<KeyValuePair<string, GraphValue>[]> Row =
        from names in Gen.SubListOf("a", "b", "c", "ab", "name", "a long name of a property")
        from values in Gen.ListOf(Value, names.Count)
        select names.Zip(values, KeyValuePair.Create).ToArray();

    [Fact]
    public void The_hash_of_a_known_row_stays_what_it_is() =>
        Assert.Equal(13_129_556_388_957_038_023, RowHash.Of("note", [Pair("title", GraphValue.Of("A title")), Pair("count", GraphValue.Of(3)), Pair("share", GraphValue.Of(0.5))]));

    [Fact]
    public void A_property_that_is_absent_adds_nothing() =>
        Assert.Equal(RowHash.Of("note", []), RowHash.Of("note", [Pair("title", default)]));

    [Fact]
    public void The_order_of_properties_does_not_matter() => Properties.Hold(
        from row in Row
        from shuffled in Gen.Shuffle(row)
        select (row, shuffled),
        rows => Assert.Equal(RowHash.Of("note", rows.row), RowHash.Of("note", rows.shuffled)));

    [Fact]
    public void Another_row_has_another_hash() => Properties.Hold(
        from row in Row.Where(row => row.Length > 0)
        from at in Gen.Choose(0, row.Length - 1)
        from value in Value
        where RowHash.OfValue(value) != RowHash.OfValue(row[at].Value)
        select (row, at, value),
        change =>
        {
            var hash = RowHash.Of("note", change.row);
            KeyValuePair<string, GraphValue>[] changed = [.. change.row];
            changed[change.at] = Pair(changed[change.at].Key, change.value);
            Assert.NotEqual(hash, RowHash.Of("note", changed));
            changed[change.at] = Pair(changed[change.at].Key + "2", change.row[change.at].Value);
            Assert.NotEqual(hash, RowHash.Of("note", changed));
            Assert.NotEqual(hash, RowHash.Of("note", [.. change.row[..change.at], .. change.row[(change.at + 1)..]]));
            Assert.NotEqual(hash, RowHash.Of("Note", change.row));
        });

    [Fact]
    public void Numbers_that_are_equal_have_one_hash()
    {
        Same(GraphValue.Of(1), GraphValue.Of(1.0));
        Same(GraphValue.Of(0), GraphValue.Of(-0.0));
        Same(GraphValue.Of(long.MinValue), GraphValue.Of(-9_223_372_036_854_775_808.0));
        Same(GraphValue.Of([GraphValue.Of(1), GraphValue.Of(2.5)]), GraphValue.Of([GraphValue.Of(1.0), GraphValue.Of(2.5)]));
        Same(GraphValue.Of(double.NaN), GraphValue.Of(BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001)));
        Differ(GraphValue.Of(long.MaxValue), GraphValue.Of(9_223_372_036_854_775_808.0));
    }

    [Fact]
    public void Values_of_different_kinds_differ()
    {
        GraphValue[] values =
        [
            default, GraphValue.Of(0), GraphValue.Of(1), GraphValue.Of(0.5), GraphValue.Of(false), GraphValue.Of(true), GraphValue.Of(""), GraphValue.Of("0"), GraphValue.Of("1"),
            GraphValue.Of("true"), GraphValue.Of("\0"), GraphValue.Of("\0\0"), GraphValue.Of([]), GraphValue.Of([GraphValue.Of(1)]), GraphValue.Of([GraphValue.Of("1")]),
            GraphValue.Of([GraphValue.Of(1), GraphValue.Of(2)]), GraphValue.Of([GraphValue.Of(2), GraphValue.Of(1)]), GraphValue.Of([GraphValue.Of([])]),
            GraphValue.Of(double.NaN), GraphValue.Of(double.PositiveInfinity), GraphValue.Of(double.NegativeInfinity),
        ];
        Assert.Equal(values.Length, values.Select(value => RowHash.OfValue(value)).Distinct().Count());
    }

    [Fact]
    public void A_million_rows_have_a_million_hashes() =>
        Assert.Equal(1_000_000, Enumerable.Range(0, 1_000_000).Select(i => RowHash.Of("note", [Pair("_seq", GraphValue.Of(i)), Pair("_id", GraphValue.Of($"id{i / 2}"))])).Distinct().Count());

    private static void Same(GraphValue a, GraphValue b) => Assert.Equal(RowHash.OfValue(a), RowHash.OfValue(b));

    private static void Differ(GraphValue a, GraphValue b) => Assert.NotEqual(RowHash.OfValue(a), RowHash.OfValue(b));

    private static KeyValuePair<string, GraphValue> Pair(string name, GraphValue value) => new(name, value);
}
