using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.Connectors.Resp.Tests;

/// <summary>Generators of values, and of the pieces in which bytes arrive.</summary>
internal static class Values
{
    public static Gen<RespValue[]> Stream => Value(4).ArrayOf();

    public static Gen<int[]> Pieces => Gen.Choose(1, 40).ArrayOf();

    private static Gen<byte[]> Bytes => Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf();

    private static Gen<string> Line => Gen.Elements("abc äö€ -+:$*%~|>0123".ToCharArray()).ArrayOf().Select(letters => new string(letters));

    private static Gen<RespValue> Scalar => Gen.OneOf(
        Gen.Constant(default(RespValue)),
        Line.Select(text => RespValue.Of(RespType.Text, System.Text.Encoding.UTF8.GetBytes(text))),
        Bytes.Select(bytes => RespValue.Of(RespType.Blob, bytes)),
        Bytes.Select(bytes => RespValue.Of(RespType.Error, bytes)),
        Bytes.Select(bytes => RespValue.Of(RespType.Verbatim, [.. "txt:"u8, .. bytes])),
        ArbMap.Default.GeneratorFor<long>().Select(RespValue.Of),
        ArbMap.Default.GeneratorFor<double>().Select(RespValue.Of),
        ArbMap.Default.GeneratorFor<bool>().Select(RespValue.Of),
        ArbMap.Default.GeneratorFor<System.Numerics.BigInteger>().Select(number => RespValue.Of(RespType.BigNumber, System.Text.Encoding.ASCII.GetBytes(number.ToString()))));

    private static Gen<RespValue> Value(int depth) => depth == 0 ? Scalar : Gen.Frequency(
        (6, Scalar),
        (1, Items(depth).Select(items => RespValue.Of(RespType.Array, items))),
        (1, Items(depth).Select(items => RespValue.Of(RespType.Set, items))),
        (1, Pairs(depth).Select(items => RespValue.Of(RespType.Map, items))),
        (1, from value in Scalar from attributes in Pairs(depth) where attributes.Length > 0 select value.With(attributes)));

    private static Gen<RespValue[]> Items(int depth) => from count in Gen.Choose(0, 4) from items in Value(depth - 1).ArrayOf(count) select items;

    private static Gen<RespValue[]> Pairs(int depth) => from count in Gen.Choose(0, 3) from items in Value(depth - 1).ArrayOf(count * 2) select items;
}
