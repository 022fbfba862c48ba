using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ThreeDb.Client;

/// <summary>Registers a remote 3db with a service collection.</summary>
public static class ThreeDbClientServices
{
    /// <summary>Registers <see cref="IThreeDb"/> as a server at an address: the one line that turns embedded into remote.</summary>
    public static IServiceCollection AddThreeDbClient(this IServiceCollection services, Uri server, string? key = null)
    {
        services.TryAddSingleton(_ => new ThreeDbClient(server, key));
        services.TryAddSingleton<IThreeDb>(provider => provider.GetRequiredService<ThreeDbClient>());
        return services;
    }
}
