using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.Connectors.Resp.Tests;

public sealed class FuzzTests
{
    private const string Alphabet = "+-:,#_$!=*%~|>.;?0123456789tfinax\r\n\r\n\r\n\0\u00ff";

    private static readonly RespLimits Tight = new() { MaxDepth = 8, MaxLine = 200, MaxBlob = 1000, MaxAnswer = 10_000 };

    [Fact]
    public void Random_bytes_give_values_or_the_parsers_own_exception() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(
        Arb.From(Gen.Elements(Alphabet.ToCharArray()).Select(letter => (byte)letter).ArrayOf()), Arb.From(Values.Pieces), IsHarmless));

    [Fact]
    public void Damaged_streams_give_values_or_the_parsers_own_exception() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
        Arb.From(from values in Values.Stream
                 let bytes = Encoder.Encode(values)
                 where bytes.Length > 0
                 from at in Gen.Choose(0, bytes.Length - 1)
                 from letter in Gen.Elements(Alphabet.ToCharArray())
                 select Damage(bytes, at, (byte)letter)),
        Arb.From(Values.Pieces), IsHarmless));

    [Fact]
    public void Truncated_streams_give_a_beginning_of_the_values() => Check.QuickThrowOnFailure(Prop.ForAll(
        Arb.From(from values in Values.Stream from cut in Gen.Choose(0, 1000) select (values, cut)), Arb.From(Values.Pieces), (sample, pieces) =>
        {
            var bytes = Encoder.Encode(sample.values);
            var read = RespText.Parse(bytes[..Math.Min(bytes.Length, sample.cut)], pieces);
            return RespText.Show(read) == RespText.Show(sample.values.Take(read.Count));
        }));

    private static byte[] Damage(byte[] bytes, int at, byte letter)
    {
        bytes[at] = letter;
        return bytes;
    }

    // Bounded: each byte of the wire costs at most the copies that the test itself makes, and a few values.
    private static bool IsHarmless(byte[] bytes, int[] pieces)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            RespText.Parse(bytes, pieces, Tight);
        }
        catch (RespProtocolException)
        {
            // The connection ends here.
        }

        return GC.GetAllocatedBytesForCurrentThread() - before < 200_000 + (bytes.Length * (pieces.Length + 1L) * 64);
    }
}
