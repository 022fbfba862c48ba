using System.Globalization;
using System.Text;
using Npgsql;
using ThreeDb.Client;

namespace ThreeDb.Server.Tests;

/// <summary>Positions over HTTP: every write gives one, every read may demand one.</summary>
public sealed class AtLeastTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    // A text of the right form that this database never gave out.
    private const string Foreign = "AAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task Every_write_gives_its_position_in_body_and_header()
    {
        var id = fixture.Unique();
        Call[] writes =
        [
            Call.Put($"/v1/entities/{id}", """{"type":"doc","data":{"n":1}}"""),
            Call.Post("/v1/entities", """{"type":"doc","data":{}}"""),
            Call.Patch($"/v1/entities/{id}", """{"n":2}"""),
            Call.Patch($"/v1/entities/{id}", """{"n":2}"""),
            Call.Put("/v1/relations", $$"""{"from":"{{id}}","type":"T","to":"b"}"""),
            Call.Delete($"/v1/relations?from={id}&type=T&to=b"),
            Call.Post("/v1/tx", """{"mutations":[{"op":"create","type":"doc","data":{}}]}"""),
            Call.Post("/v1/bulk", """{"op":"create","type":"doc","data":{}}""" + "\n", MediaTypes.NdJson),
            Call.Delete($"/v1/entities/{id}"),
            Call.Order($"/v1/entities/{id}/restore"),
        ];
        foreach (var write in writes)
        {
            var answer = await write.SendAsync(fixture.Http);
            var position = answer.Expect(answer.Status).GetProperty("position").GetString();
            Assert.Equal(22, position!.Length);
            Assert.Equal(position, answer.Headers["Position"]);
            (await Call.Get($"/v1/entities/{id}?atLeast={position}").SendAsync(fixture.Http)).Expect(write.Method == "DELETE" && write.Path.Contains("entities", StringComparison.Ordinal) ? 404 : 200);
        }
    }

    [Fact]
    public async Task Every_read_takes_a_position_by_parameter_and_header_and_refuses_a_wrong_one()
    {
        await OwnerWorld.MakeAsync(fixture.Db);
        var reads = Probes.Of("aaaaaaaaaaaaaaaa").Where(probe => ApiSurface.All.Single(endpoint => endpoint.Name == probe.Endpoint).TakesPosition).ToList();
        Assert.True(reads.Select(probe => probe.Endpoint).Distinct().Count() >= 20);
        var position = (await fixture.Db.Entities.CreateAsync("doc", new { n = 1 })).Position.Token;
        await Many.CheckAsync(reads, async probe =>
        {
            var plain = (await probe.Call.SendAsync(fixture.Http)).Status;
            foreach (var (call, status, code) in ((Call, int, ErrorCode?)[])
            [
                (probe.Call with { Path = With(probe.Call.Path, position) }, plain, null),
                (probe.Call.With(ReadDemand.Header, position), plain, null),
                (probe.Call with { Path = With(probe.Call.Path, Foreign) }, 409, ErrorCodes.UnknownEpoch),
                (probe.Call.With(ReadDemand.Header, Foreign), 409, ErrorCodes.UnknownEpoch),
                (probe.Call with { Path = With(probe.Call.Path, "yesterday") }, 400, ErrorCodes.InvalidCursor),
            ])
            {
                var answer = await call.SendAsync(fixture.Http);
                if (answer.Status != status || (code is not null && answer.Code != code.Code))
                {
                    return $"{call.Method} {call.Path}: not {status}: {answer}";
                }
            }

            return null;
        });
    }

    [Fact]
    public async Task Position_that_is_not_reached_is_not_yet_after_the_wait()
    {
        await using var open = await OpenAsync();
        var position = await PositionOfAsync(open);
        var problem = await Call.Get($"/v1/types?atLeast={position}&wait=0.1").SendAsync(fixture.Http);
        problem.ExpectProblem(503, ErrorCodes.NotYet);
        Assert.True(int.Parse(problem.Headers["Retry-After"], CultureInfo.InvariantCulture) >= 1);
        (await Call.Post("/v1/query?wait=0", $$"""{"text":"x","atLeast":"{{position}}"}""").SendAsync(fixture.Http)).ExpectProblem(503, ErrorCodes.NotYet);

        // Of a transaction that this database has not given out nothing can be reached.
        var lost = await PositionOfAsync(1UL << 60);
        (await Call.Get($"/v1/types?atLeast={lost}&wait=60").SendAsync(fixture.Http)).ExpectProblem(409, ErrorCodes.UnknownEpoch);
        (await Call.Post("/v1/query", $$"""{"text":"x","atLeast":"{{Foreign}}"}""").SendAsync(fixture.Http)).ExpectProblem(409, ErrorCodes.UnknownEpoch);
    }

    [Theory]
    [InlineData("/v1/types?wait=61")]
    [InlineData("/v1/types?wait=-1")]
    [InlineData("/v1/types?wait=soon")]
    public async Task Wait_out_of_range_is_refused(string path) =>
        (await Call.Get(path + "&atLeast=" + Foreign).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);

    [Fact]
    public async Task Header_is_refused_where_it_means_nothing_and_where_it_contradicts()
    {
        (await Call.Put("/v1/entities/x", """{"type":"doc","data":{}}""").With(ReadDemand.Header, Foreign).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Get("/v1/me").With(ReadDemand.Header, Foreign).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        (await Call.Get("/v1/types?atLeast=other").With(ReadDemand.Header, Foreign).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
    }

    [Fact]
    public async Task Client_demands_positions_in_every_read()
    {
        var id = fixture.Unique();
        await fixture.Client.Entities.CreateAsync("doc", new { text = "first words" }, id);
        var position = (await fixture.Client.Entities.MergeAsync(id, new { text = "second words" })).Position;
        using var reached = fixture.Client.AtLeast(position);
        using var foreign = fixture.Client.AtLeast(new Position(Foreign), TimeSpan.FromSeconds(0.5));
        await using var open = await OpenAsync();
        using var never = fixture.Client.AtLeast(new Position(await PositionOfAsync(open)), TimeSpan.Zero);
        foreach (var (name, read) in EveryRead.All)
        {
            var answered = await CodeOfAsync(() => read(reached, id));
            Assert.True(answered == (name == "ISync.QueryAsync" ? ErrorCodes.ProjectionNotFound : null), $"{name}: {answered}");
            Assert.True(await CodeOfAsync(() => read(foreign, id)) == ErrorCodes.UnknownEpoch, name);
            var refused = await Assert.ThrowsAsync<ThreeDbException>(() => read(never, id));
            Assert.True(refused.Code == ErrorCodes.NotYet && refused.RetryAfter > TimeSpan.Zero, $"{name}: {refused.Code}");
        }

        // A view that is closed leaves the client open.
        Assert.NotNull(await fixture.Client.Entities.GetAsync(id));
        Assert.Equal(1, (await foreign.Entities.CreateAsync("doc", new { n = 1 })).Entity.Version);
    }

    private static string With(string path, string position) =>
        new StringBuilder(path).Append(path.Contains('?', StringComparison.Ordinal) ? '&' : '?').Append("atLeast=").Append(position).ToString();

    private static async Task<ErrorCode?> CodeOfAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (ThreeDbException e)
        {
            return e.Code;
        }
    }

    // The position of a transaction that is still to come: another database's history under this one's key and epoch.
    // A transaction that writes and does not end while the test runs.
    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(fixture.Database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        return connection;
    }

    private async Task<string> PositionOfAsync(NpgsqlConnection open)
    {
        await using var command = new NpgsqlCommand("select pg_current_xact_id()", open);
        return await PositionOfAsync((ulong)(await command.ExecuteScalarAsync())!);
    }

    private async Task<string> PositionOfAsync(ulong transaction)
    {
        var key = await fixture.Database.ScalarAsync<string>("select value from threedb.setting where name = 'position_key'");
        var block = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(block, fixture.Engine.Store.Identity.Epoch);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(block.AsSpan(4), transaction);
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = Convert.FromHexString(key);
        return System.Buffers.Text.Base64Url.EncodeToString(aes.EncryptEcb(block, System.Security.Cryptography.PaddingMode.None));
    }
}
