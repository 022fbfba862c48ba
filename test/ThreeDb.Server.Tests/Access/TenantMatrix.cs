using System.Text.RegularExpressions;
using ThreeDb.Postgres;
using ThreeDb.Projections;

namespace ThreeDb.Server.Tests;

/// <summary>Sends every probe as two strangers, one before and one after the owner has anything, and then as the owner.</summary>
public sealed partial class TenantMatrix : ServerFixture
{
    private const string UnknownKey = "aaaaaaaaaaaaaaaa";

    private readonly MemoryEngine _memory = new();

    protected override IReadOnlyList<IProjectionFactory> Connectors => [new MemoryProjectionFactory(_memory)];

    /// <summary>The answers to the stranger who is alone in the database.</summary>
    internal IReadOnlyList<Answer> Alone { get; private set; } = [];

    /// <summary>The answers to the stranger who shares it with the owner.</summary>
    internal IReadOnlyList<Answer> Beside { get; private set; } = [];

    /// <summary>The owner's answers.</summary>
    internal IReadOnlyList<Answer> Own { get; private set; } = [];

    /// <summary>What the owner's reads gave before and after the strangers.</summary>
    internal (string Before, string After) OwnerSees { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var tenants = new TenantAdmin(Database.ConnectionString);
        await tenants.CreateAsync("alone");
        await tenants.CreateAsync("beside");
        var owner = await KeyOfAsync("default");
        var victim = (await Db.Session.CreateKeyAsync("victim", KeyScope.Read, null)).Key.Id;

        Alone = await SendAsync(await KeyOfAsync("alone"), UnknownKey);
        await OwnerWorld.MakeAsync(Db);
        await OwnerWorld.ProjectAsync(Db, _memory);
        await Database.RunAsync("vacuum analyze");
        var before = await SnapshotAsync();
        Beside = await SendAsync(await KeyOfAsync("beside"), victim);
        OwnerSees = (before, await SnapshotAsync());
        Own = await SendAsync(owner, victim);
    }

    /// <summary>An answer without what differs from call to call: times, positions, traces, and names that the caller has anyway.</summary>
    internal static string Comparable(Answer answer)
    {
        var body = Varying().Replace(answer.Text, "\"$1\":\"…\"");
        body = Times().Replace(body, "<time>");
        body = Keys().Replace(body, "<key>");
        body = Measured().Replace(body, "\"$1\":0");
        var varies = body != answer.Text;
        var headers = answer.Headers.Where(pair => pair.Key is not ("Date" or "Position") && !(varies && pair.Key == "Content-Length")).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        return $"{answer.Status}\n{string.Join('\n', headers.Select(pair => $"{pair.Key}: {pair.Value}"))}\n\n{body}";
    }

    [GeneratedRegex("\"(traceId|position|tenant|secret)\":\"[^\"]*\"")]
    private static partial Regex Varying();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)")]
    private static partial Regex Times();

    [GeneratedRegex("(?<=\"id\":\"|key ')[abcdefghijkmnpqrstuvwxyz23456789]{16}(?=[\"'])")]
    private static partial Regex Keys();

    [GeneratedRegex("\"(milliseconds|seconds|bytes)\":[0-9.eE+-]+")]
    private static partial Regex Measured();

    private async Task<string> KeyOfAsync(string tenant) =>
        (await (await Engine.ForAsync(tenant, "somebody")).Session.CreateKeyAsync("somebody", KeyScope.Admin, null)).Secret;

    private async Task<IReadOnlyList<Answer>> SendAsync(string key, string revoked)
    {
        var answers = new List<Answer>();
        foreach (var probe in Probes.Of(revoked))
        {
            answers.Add(await (probe.Call with { Key = key }).SendAsync(Http));
        }

        return answers;
    }

    // Everything that the owner has, from the tables themselves.
    private Task<string> SnapshotAsync() => Database.ScalarAsync<string>("""
        select string_agg(md5(row), '' order by row) from (
            select e::text from threedb.entity e where tenant_id = (select tenant_id from threedb.tenant where name = 'default')
            union all select r::text from threedb.relation r where tenant_id = (select tenant_id from threedb.tenant where name = 'default')
            union all select c::text from threedb.change c where tenant_id = (select tenant_id from threedb.tenant where name = 'default')
            union all select t::text from threedb.entity_type t where tenant_id = (select tenant_id from threedb.tenant where name = 'default')
            union all select concat_ws(' ', p.name, p.kind, p.settings, p.rules, p.paused, p.dropping, p.rebuilds_wanted, p.reconciles_wanted, p.resumes_wanted) from threedb.projection p where tenant_id = (select tenant_id from threedb.tenant where name = 'default')
            union all select d::text from threedb.dead_letter d where tenant_id = (select tenant_id from threedb.tenant where name = 'default')
            union all select k::text from threedb.api_key k where tenant_id = (select tenant_id from threedb.tenant where name = 'default')) as rows(row)
        """);
}
