using System.Net;
using System.Net.Sockets;

namespace Coordination.Deploy.Tests;

internal static class Waiting
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits for something that another program does.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, int seconds = 60)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds, $"{what} did not happen in {seconds} s");
            await Task.Delay(Step, TimeProvider.System);
        }
    }

    public static Task UntilListeningAsync(int port) => UntilAsync(async () =>
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }, $"listening on {port}");
}
