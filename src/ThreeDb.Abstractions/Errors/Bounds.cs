namespace ThreeDb;

/// <summary>Checks that a number of a question is within its bounds.</summary>
public static class Bounds
{
    /// <summary>Refuses a value below the least or above the most.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, with name, value and bounds.</exception>
    public static void Check(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"'{name}' is {least:N0} to {most:N0}, not {value:N0}.", errors: [new FieldError("/" + name, $"{least:N0} to {most:N0}")]);
        }
    }
}
