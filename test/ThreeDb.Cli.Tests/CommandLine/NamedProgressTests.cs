using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli.Tests.CommandLine;

/// <summary>Whose PostgreSQL it is that is being started.</summary>
public sealed class NamedProgressTests
{
    [Fact]
    public async Task Steps_of_a_second_PostgreSQL_say_for_whom_it_is()
    {
        using var error = new StringWriter();
        var shell = new Shell { Output = Stream.Null, Error = error, Input = Stream.Null, Folder = "/", Variable = _ => null, OutputIsTerminal = false, ErrorIsTerminal = false };
        await using (var display = new ProvisionDisplay(new Screen(shell, isJson: false, withColour: false), shell))
        {
            var named = new NamedProgress("Apache AGE", display);
            named.Report(new ProvisionProgress(ProvisionStep.Locating, "looking for PostgreSQL"));
            named.Report(new ProvisionProgress(ProvisionStep.Starting, "starting PostgreSQL 17.6", 0.5));
        }

        Assert.Equal("for Apache AGE: looking for PostgreSQL\nfor Apache AGE: starting PostgreSQL 17.6\n", error.ToString());
    }
}
