namespace ThreeDb.Cli.Tests.Hosting;

public sealed class MemorySettingTests
{
    [Theory]
    [InlineData("512M", 512L << 20)]
    [InlineData("4G", 4L << 30)]
    [InlineData("4g", 4L << 30)]
    [InlineData("1.5G", 3L << 29)]
    [InlineData("1T", 1L << 40)]
    [InlineData("2048k", 2L << 20)]
    [InlineData("1048576", 1L << 20)]
    [InlineData(" 64M ", 64L << 20)]
    public void Amount_of_memory_is_read(string text, long bytes) => Assert.Equal(bytes, MemorySetting.Of(Shell(text)));

    [Theory]
    [InlineData("much")]
    [InlineData("G")]
    [InlineData("-1G")]
    [InlineData("0")]
    [InlineData("1023K")]
    [InlineData("2T")]
    [InlineData("4GB")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("7922816251426433759354395033T")]
    public void Anything_else_is_refused_with_name_value_and_range(string text)
    {
        var refused = Assert.Throws<ThreeDbException>(() => MemorySetting.Of(Shell(text)));
        Assert.Equal(ErrorCodes.InvalidConfiguration, refused.Code);
        Assert.Contains($"THREEDB_MEMORY is '{text[..Math.Min(text.Length, 20)]}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1M to 1T", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_said_is_the_librarys_default(string? text) => Assert.Equal(new ThreeDbOptions().MemoryBudget, MemorySetting.Of(Shell(text)));

    private static Shell Shell(string? value) => new() { Output = Stream.Null, Error = TextWriter.Null, Input = Stream.Null, Variable = name => name == "THREEDB_MEMORY" ? value : null };
}
