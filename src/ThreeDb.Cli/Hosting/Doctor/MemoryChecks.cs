using ThreeDb.Client;

namespace ThreeDb.Cli;

/// <summary>Looks at what the server keeps in memory of the caller's tenant: whether it is there, or SQL has to answer.</summary>
internal static class MemoryChecks
{
    public static async Task<IReadOnlyList<Check>> AllAsync(Call call, Uri? url, TimeSpan patience)
    {
        const string Name = "graph";
        if (url is null)
        {
            return [Check.Unknown(Name, "no server to ask")];
        }

        using var client = new ThreeDbClient(url, call.Target.Key);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Token);
        deadline.CancelAfter(patience);
        try
        {
            var health = await client.Access.HealthAsync(deadline.Token);
            if (health.Memory is not { } all)
            {
                return [Check.Unknown(Name, "the server does not say")];
            }

            var ailing = all.Any(status => status.State == MemoryState.BySql);
            var tenant = ailing ? (await client.Access.WhoAmIAsync(deadline.Token)).Tenant : null;
            return [.. all.Select(status => status.State == MemoryState.BySql
                ? Check.Warn(status.Kind, $"of the tenant '{tenant}', {MemoryText.Of(status)}", MemoryText.Remedy(status))
                : Check.Ok(status.Kind, MemoryText.Of(status)))];
        }
        catch (Exception e) when (e is ThreeDbException || (e is OperationCanceledException && !call.Token.IsCancellationRequested))
        {
            return [Check.Unknown(Name, "the server does not say")];
        }
    }
}
