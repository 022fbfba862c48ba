using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.Connectors.Resp.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public void Values_survive_the_wire_in_whatever_pieces_they_arrive() => Check.QuickThrowOnFailure(Prop.ForAll(
        Arb.From(Values.Stream), Arb.From(Values.Pieces),
        (values, pieces) => RespText.Show(values) == RespText.Show(RespText.Parse(Encoder.Encode(values), pieces))));

    [Fact]
    public void Commands_are_arrays_of_blobs_whatever_their_words_hold() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[][]>(), words =>
        {
            words = [.. words.Select(word => word ?? [])];
            var target = new ArrayBufferWriter<byte>();
            RespWriter.Write(target, "SET", [.. words.Select(word => (RespArgument)word)]);
            var command = Assert.Single(RespText.Parse(target.WrittenSpan.ToArray()));
            return command.Type == RespType.Array && command.Items.ToArray().Skip(1).Select(item => item.AsBytes().ToArray()).Zip(words).All(pair => pair.First.SequenceEqual(pair.Second))
                && command.Items.Length == words.Length + 1;
        }));

    [Theory]
    [InlineData(long.MinValue, "-9223372036854775808")]
    [InlineData(0L, "0")]
    public void Integers_are_sent_as_text(long number, string text) => Assert.Equal(text, Sent(number));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_are_sent_as_text_that_gives_them_again(double number, string text) => Assert.Equal(text, Sent(number));

    private static string Sent(RespArgument argument)
    {
        var target = new ArrayBufferWriter<byte>();
        RespWriter.Write(target, "ECHO", [argument]);
        return RespText.Parse(target.WrittenSpan.ToArray())[0].Items[1].AsText()!;
    }
}
