using Coordination.Simulation.Machinery;
using Coordination.Simulation.Storage;

namespace Coordination.Simulation;

/// <summary>Nothing goes wrong any more, nobody wants anything new, and time passes until nothing is left to do. What people must look at they put into service again.</summary>
internal sealed class Rest(World world)
{
    /// <summary>What was found parked on the way.</summary>
    public List<MessageRow> Parked { get; } = [];

    /// <summary>False when it does not come to rest within so many steps.</summary>
    public bool Come(int untilStep)
    {
        world.Weather = Weather.Fair;
        world.Database.IsDown = false;
        world.Note(What.Rests, null, null);
        while (world.Step++ < untilStep)
        {
            if (world.Waiting.TryTake(world.Dice, 100, out var next))
            {
                Course.Do(world, next);
            }
            else if (!TryGoOn())
            {
                return true;
            }
        }

        return false;
    }

    public string WhatIsLeft()
        => string.Join(", ", world.Database.Messages.Values.Take(5).Select(row => $"{row.Message.Id} to {row.Message.Target}, due {row.Message.Due:O}, held by {row.Owner ?? "nobody"}"))
            + $"; {world.Waiting.Count} things wait, {world.Clients.Requests.Count(request => request.IsWaiting)} clients wait, {world.Processes.Running.Count} processes run";

    private bool TryGoOn()
    {
        if (world.Clients.IsQuiet && world.Clients.AskWhatIsUnknown())
        {
            return true;
        }

        if (world.Processes.Running.FirstOrDefault(process => process.LagsBehind) is { } lagging)
        {
            lagging.ReadTail();
            return true;
        }

        var left = world.Database.Messages.Values.Where(row => !row.IsParked).ToArray();
        if (left.Length == 0 && world.Network.IsQuiet && world.Outside.IsQuiet && world.Clients.IsQuiet)
        {
            return TryUnpark();
        }

        PassTime(left);
        return true;
    }

    private bool TryUnpark()
    {
        if (world.Database.Messages.Values.FirstOrDefault() is not { } parked || Parked.Count(row => row.Message.Id == parked.Message.Id) >= 3)
        {
            return false;
        }

        Parked.Add(parked);
        world.Note(What.PeopleUnpark, null, parked.Message.Id);
        var process = world.Processes.Running[0];
        process.Run(() => _ = process.Outbox.UnparkAsync(parked.Message.Id, CancellationToken.None));
        return true;
    }

    /// <summary>To the moment at which the next thing is due or free; where that has come already, until the next sweep.</summary>
    private void PassTime(MessageRow[] left)
    {
        var now = world.Clock.Now;
        var moments = left.Select(row => row.Owner is null ? row.Message.Due : row.LeaseUntil!.Value).ToList();
        if (world.Network.Next is { } patience)
        {
            moments.Add(patience);
        }

        var next = moments.Where(moment => moment > now).DefaultIfEmpty(now + TimeSpan.FromSeconds(60)).Min();
        if (moments.Exists(moment => moment <= now) && world.Processes.Running.Select(process => process.Clock.Next).Where(at => at > now).Min() is { } sweep && sweep < next)
        {
            next = sweep;
        }

        world.Advance(next - now);
    }
}
