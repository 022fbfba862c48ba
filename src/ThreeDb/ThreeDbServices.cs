using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ThreeDb.Projections;

namespace ThreeDb;

/// <summary>Registers 3db with a service collection.</summary>
public static class ThreeDbServices
{
    /// <summary>Registers an embedded 3db with default settings.</summary>
    public static IServiceCollection AddThreeDb(this IServiceCollection services) => services.AddThreeDb(static _ => { });

    /// <summary>Registers an embedded 3db with the settings of a configuration section; unknown keys are refused.</summary>
    public static IServiceCollection AddThreeDb(this IServiceCollection services, IConfigurationSection section)
    {
        ThreeDbOptionsRules.CheckKeys(section);
        return services.AddThreeDb(section.Bind);
    }

    /// <summary>Registers an embedded 3db.</summary>
    /// <remarks>
    /// <see cref="ThreeDbEngine"/> opens at its first use; an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> that is registered is used, and so is
    /// every <see cref="IProjectionFactory"/>: one for each kind of engine that projections may go to. <see cref="IThreeDb"/> is the tenant of the options.
    /// </remarks>
    public static IServiceCollection AddThreeDb(this IServiceCollection services, Action<ThreeDbOptions> configure)
    {
        services.AddOptions<ThreeDbOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ThreeDbOptions>, ThreeDbOptionsRules>());

        // Opening takes a moment and is asynchronous; a container resolves synchronously. It happens once, outside of any request's context.
        services.TryAddSingleton(provider => Task.Run(() => ThreeDbEngine.OpenAsync(
            provider.GetRequiredService<IOptions<ThreeDbOptions>>().Value,
            provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>(),
            provider.GetService<ILoggerFactory>(),
            provider.GetService<TimeProvider>(),
            provider.GetServices<IProjectionFactory>())).GetAwaiter().GetResult());
        services.TryAddSingleton<IThreeDb>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ThreeDbOptions>>().Value;
            var engine = provider.GetRequiredService<ThreeDbEngine>();
            return Task.Run(() => engine.ForAsync(options.Tenant, options.Actor).AsTask()).GetAwaiter().GetResult();
        });
        return services;
    }
}
