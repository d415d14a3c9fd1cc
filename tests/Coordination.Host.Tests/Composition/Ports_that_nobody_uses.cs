using System.Net;
using System.Net.Sockets;
using Coordination.Host.Composition;

namespace Coordination.Host.Tests.Composition;

public sealed class Ports_that_nobody_uses
{
    [Fact]
    public async Task Who_looks_at_the_same_time_gets_another()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(static _ => Task.Run(FreePorts.Take)));

        Assert.Equal(100, taken.Distinct().Count());
    }

    [Fact]
    public void None_is_one_that_the_system_may_give_to_an_outgoing_connection_meanwhile()
        => Assert.All(Enumerable.Range(0, 100), static _ => Assert.InRange(FreePorts.Take(), 1024, 32_767));

    [Fact]
    public void One_that_somebody_listens_on_is_passed_over()
    {
        var next = FreePorts.Take() + 1;
        var listener = new TcpListener(IPAddress.Loopback, next);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            // Somebody else listens there: that is as good.
        }

        Assert.NotEqual(next, FreePorts.Take());
        listener.Stop();
    }
}
