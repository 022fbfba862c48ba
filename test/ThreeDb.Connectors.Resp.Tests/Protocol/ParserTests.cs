using System.Text;

namespace ThreeDb.Connectors.Resp.Tests;

// The examples of https://github.com/redis/redis-specifications/blob/master/protocol/RESP3.md, and what may go wrong with each.
public sealed class ParserTests
{
    [Theory]
    [InlineData("+OK\r\n", "OK")]
    [InlineData("+\r\n", "")]
    [InlineData("-ERR this is the error description\r\n", "!ERR this is the error description")]
    [InlineData(":1234\r\n", "1234")]
    [InlineData(":-9223372036854775808\r\n", "-9223372036854775808")]
    [InlineData(":+7\r\n", "7")]
    [InlineData("$11\r\nhello world\r\n", "'hello world'")]
    [InlineData("$0\r\n\r\n", "''")]
    [InlineData("$2\r\n\r\n\r\n", "'\r\n'")]
    [InlineData("$-1\r\n", "null")]
    [InlineData("*-1\r\n", "null")]
    [InlineData("_\r\n", "null")]
    [InlineData(",1.23\r\n", "1.23d")]
    [InlineData(",10\r\n", "10d")]
    [InlineData(",-1e-7\r\n", "-1E-07d")]
    [InlineData(",inf\r\n", "Infinityd")]
    [InlineData(",-inf\r\n", "-Infinityd")]
    [InlineData(",nan\r\n", "NaNd")]
    [InlineData("#t\r\n", "true")]
    [InlineData("#f\r\n", "false")]
    [InlineData("!21\r\nSYNTAX invalid syntax\r\n", "!SYNTAX invalid syntax")]
    [InlineData("=15\r\ntxt:Some string\r\n", "txt'Some string'")]
    [InlineData("(3492890328409238509324850943850943825024385\r\n", "3492890328409238509324850943850943825024385n")]
    [InlineData("*3\r\n:1\r\n:2\r\n:3\r\n", "A(1 2 3)")]
    [InlineData("*2\r\n*3\r\n:1\r\n$5\r\nhello\r\n:2\r\n#f\r\n", "A(A(1 'hello' 2) false)")]
    [InlineData("*0\r\n", "A()")]
    [InlineData("%2\r\n+first\r\n:1\r\n+second\r\n:2\r\n", "M(first 1 second 2)")]
    [InlineData("~5\r\n+orange\r\n+apple\r\n#t\r\n:100\r\n:999\r\n", "S(orange apple true 100 999)")]
    [InlineData("|1\r\n+key-popularity\r\n%2\r\n$1\r\na\r\n,0.1923\r\n$1\r\nb\r\n,0.0012\r\n*2\r\n:2039123\r\n:9543892\r\n",
        "A(2039123 9543892)@(key-popularity M('a' 0.1923d 'b' 0.0012d))")]
    [InlineData("*3\r\n:1\r\n:2\r\n|1\r\n+ttl\r\n:3600\r\n:3\r\n", "A(1 2 3@(ttl 3600))")]
    [InlineData(">4\r\n+pubsub\r\n+message\r\n+somechannel\r\n+this is the message\r\n$9\r\nGet-Reply\r\n",
        "P(pubsub message somechannel this is the message) 'Get-Reply'")]
    [InlineData("$?\r\n;4\r\nHell\r\n;5\r\no wor\r\n;1\r\nd\r\n;0\r\n", "'Hello word'")]
    [InlineData("$?\r\n;0\r\n", "''")]
    [InlineData("*?\r\n:1\r\n:2\r\n:3\r\n.\r\n", "A(1 2 3)")]
    [InlineData("%?\r\n+a\r\n:1\r\n+b\r\n:2\r\n.\r\n", "M(a 1 b 2)")]
    [InlineData("*?\r\n*?\r\n.\r\n.\r\n", "A(A())")]
    public void Value_of_the_specification_is_read_whole_and_byte_by_byte(string wire, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(wire);
        Assert.Equal(shown, RespText.Show(RespText.Parse(bytes)));
        Assert.Equal(shown, RespText.Show(RespText.Parse(bytes, Enumerable.Repeat(1, bytes.Length))));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("OK\r\n")]
    [InlineData("+O\rK\r\n")]
    [InlineData("+OK\n")]
    [InlineData(":\r\n")]
    [InlineData(":1.5\r\n")]
    [InlineData(":9223372036854775808\r\n")]
    [InlineData(",\r\n")]
    [InlineData(",1,5\r\n")]
    [InlineData(",infinite\r\n")]
    [InlineData("#x\r\n")]
    [InlineData("_x\r\n")]
    [InlineData("(12a\r\n")]
    [InlineData("(\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("$3\r\nabcd\r\n")]
    [InlineData("=3\r\nabc\r\n")]
    [InlineData("=7\r\ntxt-abc\r\n")]
    [InlineData("*-2\r\n")]
    [InlineData("%-1\r\n")]
    [InlineData("~-1\r\n")]
    [InlineData("*4294967296\r\n")]
    [InlineData(".\r\n")]
    [InlineData("*1\r\n.\r\n")]
    [InlineData("%?\r\n+a\r\n.\r\n")]
    [InlineData("*1\r\n>1\r\n:1\r\n")]
    [InlineData("|?\r\n")]
    [InlineData("$?\r\n:1\r\n")]
    [InlineData("*?\r\n|1\r\n+a\r\n+b\r\n.\r\n")]
    public void What_is_no_RESP_is_refused(string wire) => Assert.Throws<RespProtocolException>(() => RespText.Parse(Encoding.UTF8.GetBytes(wire)));

    [Theory]
    [InlineData("$65\r\n")]
    [InlineData("$?\r\n;60\r\n123456789012345678901234567890123456789012345678901234567890\r\n;5\r\n")]
    [InlineData("+12345678901234567890123456789012345678901234567890")]
    [InlineData("*100000\r\n")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n")]
    [InlineData("*20\r\n$60\r\n123456789012345678901234567890123456789012345678901234567890\r\n$60\r\n123456789012345678901234567890123456789012345678901234567890\r\n$60\r\n123456789012345678901234567890123456789012345678901234567890\r\n$60\r\n")]
    public void What_is_larger_than_the_limits_is_refused_before_it_has_arrived(string wire)
    {
        var limits = new RespLimits { MaxDepth = 4, MaxLine = 32, MaxBlob = 64, MaxAnswer = 350 };
        Assert.Throws<RespProtocolException>(() => RespText.Parse(Encoding.UTF8.GetBytes(wire), limits: limits));
    }

    [Fact]
    public void Attributes_without_end_are_refused()
    {
        var wire = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("|1\r\n+a\r\n+b\r\n", 100)));
        Assert.Throws<RespProtocolException>(() => RespText.Parse(wire, limits: new RespLimits { MaxAnswer = 2000 }));
    }

    [Fact]
    public void Large_lengths_that_are_only_announced_cost_no_memory()
    {
        var wire = Encoding.UTF8.GetBytes("*8000000\r\n*8000000\r\n*8000000\r\n$60000000\r\nabc");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(RespText.Parse(wire));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
