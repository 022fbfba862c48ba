using System.Text.Json;

namespace ThreeDb.Cli.Tests;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record Answer(int ExitCode, string Output, string Error)
{
    /// <summary>The payload of a command with --json that succeeded, quietly.</summary>
    public JsonElement Payload
    {
        get
        {
            Assert.Equal("", Error);
            Assert.Equal(0, ExitCode);
            return JsonElement.Parse(Output);
        }
    }

    /// <summary>The failure of a command with --json, which leaves stdout empty.</summary>
    public JsonElement Failure
    {
        get
        {
            Assert.Equal("", Output);
            var failure = JsonElement.Parse(Error);
            Assert.Equal(ExitCode, failure.GetProperty("exitCode").GetInt32());
            Assert.NotEqual("", failure.GetProperty("hint").GetString());
            return failure;
        }
    }
}
