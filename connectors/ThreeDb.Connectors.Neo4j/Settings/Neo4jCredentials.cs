using System.Net.Http.Headers;
using System.Text;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Who signs in, and where the password lies.</summary>
/// <param name="User">The user.</param>
/// <param name="Password">The password's place.</param>
internal sealed record Neo4jCredentials(string User, PasswordSource Password)
{
    /// <summary>Reads the password: anew each time, so that a changed one is taken without a restart.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7010</c>: the file cannot be read, or the variable is not set.</exception>
    public AuthenticationHeaderValue ToHeader() =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password.Read()}")));
}
