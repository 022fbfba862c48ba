namespace ThreeDb.LocalPostgres.Tests;

internal static class Expect
{
    /// <summary>That something fails with a code, and with a remedy.</summary>
    public static async Task<ThreeDbException> FailsAsync(ErrorCode code, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<ThreeDbException>(action);
        Assert.True(exception.Code == code, $"expected {code}, got {exception.Code}: {exception.Message}");
        Assert.NotEmpty(exception.Hint);
        return exception;
    }
}
