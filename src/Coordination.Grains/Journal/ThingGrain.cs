using Coordination.Domain.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace Coordination.Grains.Journal;

/// <summary>A name for a shell. Reentrant, so that commands can wait together while a commit is under way.</summary>
public abstract class ThingGrain<TState, TCommand, TEvent> : Grain, IThingGrain
    where TState : class
    where TCommand : class, ICommand<TState, TEvent>
    where TEvent : class
{
    /// <summary>The name of the grain storage that keeps snapshots.</summary>
    public const string Storage = "snapshots";

    private readonly Shell<TState, TCommand, TEvent> _shell;

    private protected ThingGrain(Kind<TState, TCommand, TEvent> kind)
    {
        // Its own, not one that is asked for: what a container makes for an activation it keeps for it, in tables of its own.
        var context = GrainContext;
        var services = context.ActivationServices;
        var loggers = services.GetRequiredService<ILoggerFactory>();
        _shell = new(
            kind,
            new StreamId(kind.Name, context.GrainId.Key.ToString()!),
            services.GetRequiredService<IJournal>(),
            services.GetRequiredService<ILookupSource>(),
            new GrainStorageSnapshots<TState>(services.GetRequiredKeyedService<IGrainStorage>(Storage), context.GrainId, loggers.CreateLogger("Coordination.Grains.Snapshots")),
            services.GetRequiredService<TimeProvider>(),
            loggers.CreateLogger("Coordination.Grains.Shell"));
    }

    public async Task<Answer> ExecuteAsync(Operation operation)
    {
        var answer = await _shell.ExecuteAsync(operation);
        if (answer.Version == 0)
        {
            // Nothing was ever recorded of it: an escalation without a policy, an id that somebody guessed. There is nothing to remember.
            DeactivateOnIdle();
        }

        return answer;
    }

    public async Task ForgetAsync()
    {
        DeactivateOnIdle();
        await _shell.ForgetAsync();
    }
}
