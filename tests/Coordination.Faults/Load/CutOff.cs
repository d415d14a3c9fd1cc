using Coordination.Faults.Processes;

namespace Coordination.Faults.Load;

/// <summary>Asks for something that a process dies of on the way.</summary>
internal static class CutOff
{
    /// <summary>
    /// The first host is started so that it dies at the place, and is asked: it dies before it answers, or in what follows from the asking. Then it is started again, and whoever got no answer asks again,
    /// for the same and under the same key.
    /// </summary>
    /// <param name="at">See <see cref="Places"/>.</param>
    /// <param name="said">What the experiment does, for the message of a failure.</param>
    /// <param name="then">Is asked for after it, once, whether anybody answers or not.</param>
    public static async Task AskAsync(Cluster cluster, string at, string said, Func<Task> ask, Func<Task>? then = null)
    {
        var node = cluster.Nodes[0];
        await node.KillAsync();
        await node.StartAsync(at);
        var answered = await Trying.OnceAsync(ask);
        if (then is not null)
        {
            await Trying.OnceAsync(then);
        }

        await node.DieAsync();
        Assert.True(await node.StartAsServiceAsync(), $"{said}: does not start again.{Environment.NewLine}{cluster.Log}");
        Assert.True(answered || await Trying.UntilAnsweredAsync(ask), $"{said}: no answer.{Environment.NewLine}{cluster.Log}");
    }
}
