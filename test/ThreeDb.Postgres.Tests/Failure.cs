namespace ThreeDb.Postgres.Tests;

/// <summary>Runs what is expected to succeed or to fail with a code.</summary>
internal static class Failure
{
    /// <summary>The code of the failure; null for a success.</summary>
    public static async Task<ErrorCode?> CodeOfAsync(Func<Task> work)
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
}
