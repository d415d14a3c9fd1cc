using Coordination.Grains.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Coordination.Grains.Tests.Journal;

public sealed class Snapshots_of_like_names
{
    /// <summary>ADO.NET storage takes all of these keys for the number ten.</summary>
    [Theory]
    [InlineData("institution", "a")]
    [InlineData("institution", "A")]
    [InlineData("institution", "0a")]
    [InlineData("source", "a")]
    public async Task Each_is_kept_under_a_name_of_its_own(string type, string key)
    {
        var storage = new Names();

        await new GrainStorageSnapshots<string>(storage, GrainId.Create(type, key), NullLogger.Instance).SaveAsync(new(1, 1, "state"));

        Assert.Equal([$"{type}/{key}"], storage.Written);
    }

    private sealed class Names : IGrainStorage
    {
        public List<string> Written { get; } = [];

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Written.Add(stateName);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }
}
