using Coordination.Contracts.Institutions;
using Coordination.Domain.Notification;
using Coordination.Simulation.Cluster;

namespace Coordination.Simulation.Outside;

/// <summary>A sender of one process: what it sends is in the world's hands.</summary>
internal sealed class SimulatedSender(World world, SimulatedProcess process, Channel channel) : ISender
{
    public Channel Channel => channel;

    public Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken) => world.Outside.SendAsync(process, order);
}
