namespace ThreeDb.Cli.Tests.Commands;

public sealed class CompletionVerbTests
{
    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    [InlineData("pwsh", "-NoProfile -Command [void][scriptblock]::Create([Console]::In.ReadToEnd())")]
    public async Task Script_asks_3db_and_is_accepted_by_its_shell(string shell, string flags)
    {
        var script = await RealProgram.RunAsync(new Dictionary<string, string>(), "completion", shell);
        Assert.Equal(0, script.ExitCode);
        Assert.Contains("[suggest:", script.Output, StringComparison.Ordinal);

        // bash is everywhere; the other shells are asked where they are.
        if (shell == "bash" || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, shell))))
        {
            var check = await RealProgram.RunAsync(new Dictionary<string, string>(), [shell, .. flags.Split(' ', 3)], script.Output);
            Assert.Equal((0, ""), (check.ExitCode, check.Error));
        }
    }

    [Fact]
    public async Task Bash_completes_verbs_and_options()
    {
        const string Ask = """
            source <("$1" completion bash 2>/dev/null)
            COMP_WORDS=("$1" graph ne) COMP_CWORD=2 COMP_LINE="3db graph ne" COMP_POINT=12
            _3db_complete
            echo "${COMPREPLY[@]}"
            """;
        var answer = await RealProgram.RunAsync(new Dictionary<string, string>(), ["bash", "-c", Ask, "ask", RealProgram.Path], "");

        Assert.Equal(("neighbors network", ""), (answer.Output.Trim(), answer.Error));
    }

    [Fact]
    public async Task Unknown_shell_is_answered_with_the_known_ones()
    {
        var answer = await RealProgram.RunAsync(new Dictionary<string, string>(), "completion", "bsh");

        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("did you mean 'bash'?", answer.Error, StringComparison.Ordinal);
    }
}
