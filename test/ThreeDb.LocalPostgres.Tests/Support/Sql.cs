namespace ThreeDb.LocalPostgres.Tests;

/// <summary>Runs statements with the runtime's own psql.</summary>
internal static class Sql
{
    /// <summary>The rows that a statement returns, columns separated by <c>|</c>.</summary>
    public static async Task<string> AskAsync(LocalPostgresInstance instance, string statement)
    {
        var result = await RunAsync(instance, statement, instance.Password, instance.SocketFolder!);
        Assert.True(result.Succeeded, result.Errors);
        return result.Output.Trim();
    }

    public static Task<ToolResult> RunAsync(LocalPostgresInstance instance, string statement, string password, string host)
    {
        var runtime = Scratch.SharedStore().Find(KnownRuntimes.Postgres17)!;
        var call = new ToolCall(runtime.Command("usr/lib/postgresql/17/bin/psql"),
            "-XAtqw", "-v", "ON_ERROR_STOP=1", "-h", host,
            "-p", $"{instance.Port}", "-U", instance.UserName, "-d", "postgres", "-c", statement)
        {
            IsClean = true,
            Variables = new Dictionary<string, string> { ["PGPASSWORD"] = password },
        };
        return ToolProcess.RunAsync(call, TestContext.Current.CancellationToken);
    }
}
