using System.CommandLine;
using System.Globalization;

namespace ThreeDb.Cli;

/// <summary><c>3db key</c>: API keys, by the operator of the database, or with a key of the scope admin over HTTP.</summary>
internal static class KeyVerbs
{
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The tenant", HelpName = "TENANT", DefaultValueFactory = _ => "default" };
    private static readonly Option<KeyScope> Scope = new("--scope") { Description = "What it allows", HelpName = "read|write|admin", Required = true };
    private static readonly Option<string?> Expires = new("--expires") { Description = "When it ends to be valid: 90d, 12h or a time; never without it", HelpName = "WHEN" };
    private static readonly Option<string?> Actor = new("--actor") { Description = "The name under which its changes are recorded (default: the scope)", HelpName = "NAME" };
    private static readonly Option<string?> Idempotency = new("--idempotency-key") { Description = "Makes a repeated call fail, and name the key that was made, instead of making another; with it, give --expires as a time", HelpName = "KEY" };
    private static readonly Argument<string> Id = new("KEY") { Description = "The id of the key, as '3db key list' shows it" };

    public static Command Make() => new("key", "Manage API keys: directly in PostgreSQL, or over HTTP when a server is named (--url)")
    {
        new Command("create", "Create a key; prints its secret, this once") { Tenant, Scope, Expires, Actor, Idempotency, DataFolder.Option }.Runs(CreateAsync),
        new Command("list", "List the keys of a tenant, without secrets") { Tenant, DataFolder.Option }.Runs(ListAsync),
        new Command("revoke", "Revoke a key") { Id, Tenant, DataFolder.Option }.Runs(RevokeAsync),
    };

    private static async Task CreateAsync(Call call)
    {
        var scope = call.Get(Scope);
        var actor = call.Get(Actor) ?? StrictObject.WordOf(scope);
        var expires = Times.Ahead(call.Get(Expires), "--expires", call.Shell.Time);
        var made = IsRemote(call)
            ? await call.Db.Access.CreateKeyAsync(actor, scope, expires, call.Get(Idempotency), call.Token)
            : await InTenantAsync(call, db => db.Session.CreateKeyAsync(actor, scope, expires, call.Get(Idempotency), call.Token));
        call.Screen.Answer(made, screen =>
        {
            screen.Line(made.Secret);
            screen.Note($"The key {made.Key.Id} of the tenant {made.Key.Tenant} allows {StrictObject.WordOf(scope)}, "
                + (made.Key.ExpiresAt is { } end ? $"until {Quantity.At(end)}." : "for ever.")
                + " The line above is its secret; it is shown this once. Keep it in a file and name that with --key-file, or set THREEDB_API_KEY.");
        });
    }

    private static async Task ListAsync(Call call)
    {
        var keys = IsRemote(call) ? await call.Db.Access.ListKeysAsync(call.Token) : await InTenantAsync(call, db => db.Session.ListKeysAsync(call.Token));
        call.Screen.Answer(keys, screen =>
        {
            if (keys.Count == 0)
            {
                screen.Note("No keys.");
                return;
            }

            var table = new Table("KEY", "SCOPE", "ACTOR", "STATE", "CREATED", "BY");
            foreach (var key in keys)
            {
                table.Row(key.Id, StrictObject.WordOf(key.Scope), key.Actor, State(key, call.Shell.Time), Quantity.At(key.CreatedAt), key.CreatedBy);
            }

            screen.Print(table);
        });
    }

    private static async Task RevokeAsync(Call call)
    {
        var id = call.Get(Id);
        if (IsRemote(call))
        {
            await call.Db.Access.RevokeKeyAsync(id, call.Token);
        }
        else
        {
            await InTenantAsync(call, async db =>
            {
                await db.Session.RevokeKeyAsync(id, call.Token);
                return true;
            });
        }

        call.Screen.Answer(new NameAnswer(id), screen => screen.Line($"Revoked {Printable.Of(id)}. Servers notice within two seconds."));
    }

    private static bool IsRemote(Call call)
    {
        var isRemote = call.Target.Origin is "--url" or "THREEDB_URL";
        return isRemote && call.Has(Tenant)
            ? throw Usage.Fault("Over HTTP the key that is used fixes the tenant: leave --tenant out, or --url.", "3db key")
            : isRemote;
    }

    private static async Task<T> InTenantAsync<T>(Call call, Func<TenantDb, Task<T>> work)
    {
        await using var engine = await Operator.OpenAsync(call);
        return await work(await engine.ForAsync(call.Get(Tenant)!, Operator.Actor, call.Token));
    }

    private static string State(ApiKey key, TimeProvider time) =>
        key.RevokedAt is { } revoked ? string.Create(CultureInfo.InvariantCulture, $"revoked {Quantity.At(revoked)}")
        : key.ExpiresAt is not { } end ? "valid"
        : end <= time.GetUtcNow() ? $"expired {Quantity.At(end)}" : $"valid until {Quantity.At(end)}";
}
