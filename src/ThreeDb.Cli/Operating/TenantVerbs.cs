using System.CommandLine;
using ThreeDb.Postgres;

namespace ThreeDb.Cli;

/// <summary><c>3db tenant</c>: tenants, by the operator of the database.</summary>
internal static class TenantVerbs
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The tenant" };
    private static readonly Option<string?> Confirm = new("--confirm") { Description = "The tenant's name again", HelpName = "NAME" };

    public static Command Make() => new("tenant", "Manage tenants, directly in PostgreSQL")
    {
        new Command("create", "Create a tenant") { Name, DataFolder.Option }.RunsLocally(CreateAsync),
        new Command("list", "List the tenants") { DataFolder.Option }.RunsLocally(ListAsync),
        new Command("delete", "Delete a tenant with everything that belongs to it") { Name, Confirm, DataFolder.Option }.RunsLocally(DeleteAsync),
    };

    private static async Task CreateAsync(Call call)
    {
        var tenant = await (await AdminAsync(call)).CreateAsync(call.Get(Name), cancellationToken: call.Token);
        call.Screen.Answer(tenant, screen =>
        {
            screen.Line($"Created the tenant {tenant.Name}.");
            screen.Next(($"key create --tenant {tenant.Name} --scope admin", "Give it a key"));
        });
    }

    private static async Task ListAsync(Call call)
    {
        var tenants = await (await AdminAsync(call)).ListAsync(call.Token);
        call.Screen.Answer(tenants, screen =>
        {
            var table = new Table("TENANT", "CREATED");
            foreach (var tenant in tenants)
            {
                table.Row(tenant.Name, Quantity.At(tenant.CreatedAt));
            }

            screen.Print(table);
        });
    }

    private static async Task DeleteAsync(Call call)
    {
        var name = call.Get(Name);
        if (call.Get(Confirm) != name)
        {
            throw Usage.Fault($"This deletes everything of the tenant '{Printable.Short(name)}', for good; add --confirm={Printable.Short(name)} if that is meant.", "3db tenant delete");
        }

        await (await AdminAsync(call)).DeleteAsync(name, call.Token);
        call.Screen.Answer(new NameAnswer(name), screen => screen.Line($"Deleted the tenant {Printable.Of(name)}."));
    }

    private static async Task<TenantAdmin> AdminAsync(Call call)
    {
        // A new database has no table of tenants yet.
        await using var engine = await Operator.OpenAsync(call);
        return new TenantAdmin(engine.ConnectionString);
    }
}
