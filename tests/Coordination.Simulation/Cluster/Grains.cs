using Coordination.Grains.Journal;
using Orleans.Runtime;

namespace Coordination.Simulation.Cluster;

/// <summary>Finds grains for the product's code in one process: a reference is a stream's name, a call goes over the simulated network.</summary>
internal sealed class Grains(World world, SimulatedProcess process) : IGrainFactory
{
    private static readonly NotSupportedException ByNameOnly = new("The product names its grains by stream; nothing else is simulated.");

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable
        => (TGrainInterface)(object)new Reference(world, process, new StreamId(grainId.Type.ToString()!, grainId.Key.ToString()!));

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidKey => throw ByNameOnly;

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerKey => throw ByNameOnly;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey => throw ByNameOnly;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidCompoundKey => throw ByNameOnly;

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerCompoundKey => throw ByNameOnly;

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver => throw ByNameOnly;

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver => throw ByNameOnly;

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw ByNameOnly;

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw ByNameOnly;

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw ByNameOnly;

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw ByNameOnly;

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw ByNameOnly;

    public IAddressable GetGrain(GrainId grainId) => throw ByNameOnly;

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw ByNameOnly;

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw ByNameOnly;

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw ByNameOnly;

    /// <summary>What the product holds to call a grain.</summary>
    private sealed class Reference(World world, SimulatedProcess process, StreamId stream) : IThingGrain, IRouteGrain
    {
        public Task<Answer> ExecuteAsync(Operation operation) => world.Network.CallAsync(process, stream, there => there.ExecuteAsync(stream, operation));

        public Task ForgetAsync() => throw new NotSupportedException("Nothing is erased in a simulation.");

        public Task RouteAsync(IReadOnlyList<Message> messages)
            => world.Network.CallAsync(process, stream, async there =>
            {
                await there.RouteAsync(messages);
                return true;
            });
    }
}
