namespace ThreeDb.Client;

/// <summary>Saved scores over HTTP.</summary>
internal sealed class ScoresClient(Wire wire) : IScores
{
    public async Task<IReadOnlyList<SavedScore>> ListAsync(CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<ScoresAnswer>("/v1/scores", cancellationToken).ConfigureAwait(false)).Items;

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        Identifiers.CheckName(name, "score", "/name");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/scores/" + name);
            using var response = await wire.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.ScoreNotFound)
        {
            return false;
        }
    }

    private sealed record ScoresAnswer(IReadOnlyList<SavedScore> Items);
}
