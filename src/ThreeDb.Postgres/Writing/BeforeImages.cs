using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Chooses how the log keeps the data before a change (ADR 0003).</summary>
internal static class BeforeImages
{
    /// <summary>Every so many versions the data is kept whole, so that reading an old version applies few patches.</summary>
    public const int SnapshotEvery = 10;

    public static BeforeImage Of(EntityImage before, EntityImage now)
    {
        if (before.State != EntityState.Live)
        {
            return default;
        }

        var whole = Raw(before.Data);
        if (now.State != EntityState.Live || now.Version % SnapshotEvery == 0)
        {
            return new BeforeImage(whole, null);
        }

        var patch = Raw(JsonPatch.Create(now.Data, before.Data).ToJson());
        return patch.Utf8.Length < whole.Utf8.Length ? new BeforeImage(null, patch) : new BeforeImage(whole, null);
    }

    private static PgJson Raw(JsonElement json) => new(JsonMarshal.GetRawUtf8Value(json).ToArray());
}
