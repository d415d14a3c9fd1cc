using System.Globalization;
using Coordination.Domain.Notification;
using Coordination.Simulation.Bugs;
using Coordination.Simulation.Cluster;
using Coordination.Simulation.Machinery;

namespace Coordination.Simulation.Outside;

/// <summary>One attempt to reach someone.</summary>
internal sealed class Sending(SimulatedProcess process, SendOrder order, int step)
{
    public SimulatedProcess Process => process;

    public SendOrder Order => order;

    /// <summary>When it began.</summary>
    public int Step => step;

    /// <summary>What was said of it to whoever sent it; null while it is on its way, and for ever if the process died.</summary>
    public SendResult? Said { get; set; }

    /// <summary>The names under which it arrived.</summary>
    public List<string> Arrived { get; } = [];
}

/// <summary>Mailboxes and webhooks: what arrives there, under which name, and what the sender hears of it, which is not the same.</summary>
internal sealed class OutsideWorld(World world)
{
    private readonly List<(Sending Sending, TaskCompletionSource<SendResult> Answer)> _onTheWay = [];

    public List<Sending> Sendings { get; } = [];

    public bool IsQuiet => _onTheWay.Count == 0;

    /// <summary>The name under which a delivery leaves, whichever attempt it is.</summary>
    public static string NameOf(string notification, int delivery) => string.Create(CultureInfo.InvariantCulture, $"{notification}/{delivery}");

    public Task<SendResult> SendAsync(SimulatedProcess process, SendOrder order)
    {
        var sending = new Sending(process, order, world.Step);
        var answer = new TaskCompletionSource<SendResult>();
        Sendings.Add(sending);
        _onTheWay.Add((sending, answer));
        var name = NameOf(order.Notification.Value, order.Delivery);
        world.Note(What.SendBegins, process, name, order.Attempt);
        world.Waiting.Add(new(What.SendEnds, process, name, () => End(sending, answer), order.Attempt));
        return answer.Task;
    }

    /// <summary>What a dead process was sending may have arrived all the same.</summary>
    public void Forget(SimulatedProcess dead)
    {
        foreach (var (sending, _) in _onTheWay.FindAll(one => one.Sending.Process == dead))
        {
            if (world.Dice.Percent(50))
            {
                Arrive(sending);
            }
        }

        _onTheWay.RemoveAll(one => one.Sending.Process == dead);
    }

    private void End(Sending sending, TaskCompletionSource<SendResult> answer)
    {
        _onTheWay.RemoveAll(one => one.Sending == sending);
        var weather = world.Weather;
        var chance = world.Dice.Below(100);
        sending.Said = chance < weather.SendsFail ? new(false, "the receiver does not answer")
            : chance < weather.SendsFail + weather.SendsFailForGood ? new(false, "no such mailbox", Permanent: true)
            : chance < weather.SendsFail + weather.SendsFailForGood + weather.SendsArriveUnheard ? new(false, "the connection was cut after the data")
            : SendResult.Ok;
        if (sending.Said.Sent || chance >= weather.SendsFail + weather.SendsFailForGood)
        {
            Arrive(sending);
        }

        sending.Process.Run(() => answer.TrySetResult(sending.Said));
    }

    private void Arrive(Sending sending)
    {
        sending.Arrived.Add(NameOf(sending.Order.Notification.Value, sending.Order.Delivery));
        if (world.Bug == Bug.WhatIsSentTwiceHasTwoNames && Sendings.Count % 5 == 0)
        {
            sending.Arrived.Add(string.Create(CultureInfo.InvariantCulture, $"{sending.Arrived[0]}/{world.Step}"));
        }
    }
}
