using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;
using Coordination.Grains.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

public sealed class When_an_erasure_is_cut_short
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task The_next_process_goes_on_and_no_half_of_it_is_left(int place)
    {
        const string Word = "gannetcanary";
        var stalls = new Stalls();
        await using var system = await ErasedSystem.StartAsync(services => services.Insert(Places(services)[place], ServiceDescriptor.Singleton<ICasePart>(stalls)));
        var incident = await system.PlantAsync(Word, "203.0.113.80");
        var id = incident.Summary.Id;
        await system.Lead.EraseAsync(id, new EraseRequest("not needed"));
        await stalls.Reached.WaitAsync(TimeSpan.FromSeconds(45));

        // Half of it is there; nobody is shown that half.
        Assert.Empty(await system.FindAsync(incident, Word));
        await Assert.ThrowsAsync<ProblemException>(() => system.Lead.IncidentAsync(id.Value));
        Assert.Null(Assert.Single((await system.Running.Ada.ErasuresAsync()).Items).DoneAt);
        stalls.Pass = true;
        await system.RestartAsync();

        await system.ErasedAsync(id);
        Assert.Empty(await system.FindAsync(incident, Word));
        Assert.Empty(system.FilesWith(Word));
        Assert.Null((await system.VerifyAsync()).Fault);
        await Assert.ThrowsAsync<StreamErasedException>(() => system.Running.Services.GetRequiredService<IJournal>().ReadStreamAsync(new("incident", id.Value), 0, CancellationToken.None));
    }

    /// <summary>Before the first part, between them, and after the last.</summary>
    private static int[] Places(IServiceCollection services)
    {
        int[] parts = [.. services.Select((one, index) => (one, index)).Where(pair => pair.one.ServiceType == typeof(ICasePart)).Select(pair => pair.index)];
        return [.. parts, parts[^1] + 1];
    }

    /// <summary>Holds the work up until its process goes down.</summary>
    private sealed class Stalls : ICasePart
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public bool Pass { get; set; }

        public Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken) => Task.FromResult(Share.Of());

        public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken)
        {
            if (!Pass)
            {
                _reached.TrySetResult();
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            return Erased.Nothing;
        }
    }
}
