namespace Coordination.Simulation.Machinery;

/// <summary>What an execution is like: how many processes there are, how much goes wrong and in which ways. Made from the seed, so that each explores another corner.</summary>
internal sealed record Weather
{
    /// <summary>Nothing goes wrong on its own: what then happens has no excuse.</summary>
    public static readonly Weather Fair = new();

    public int Processes { get; init; } = 1;

    /// <summary>How often, of a hundred times, the oldest thing that waits happens next.</summary>
    public int OldestFirst { get; init; } = 100;

    /// <summary>How many of a hundred reads answer at once; the others later.</summary>
    public int ReadsAtOnce { get; init; } = 100;

    /// <summary>At most so many commits in a group.</summary>
    public int GroupLimit { get; init; } = 512;

    /// <summary>How many of a hundred messages that are due at once find no place in the process that writes them.</summary>
    public int NoPlace { get; init; }

    /// <summary>How far a process's clock may be from the database's.</summary>
    public TimeSpan ClockError { get; init; }

    /// <summary>Of a thousand calls between processes.</summary>
    public int RequestsLost { get; init; }
    public int AnswersLost { get; init; }
    public int RequestsTwice { get; init; }

    /// <summary>Of a thousand groups.</summary>
    public int GroupsFail { get; init; }
    public int CommitsFail { get; init; }
    public int CommitAnswersLost { get; init; }

    /// <summary>Of a hundred lost answers, how many can never be looked up.</summary>
    public int LookupsFail { get; init; }
    public int DeathsInGroup { get; init; }

    /// <summary>Of a thousand reads.</summary>
    public int ReadsFail { get; init; }

    /// <summary>Of a hundred messages to the outside.</summary>
    public int SendsFail { get; init; }
    public int SendsFailForGood { get; init; }
    public int SendsArriveUnheard { get; init; }

    /// <summary>Of a thousand steps.</summary>
    public int Deaths { get; init; }
    public int Freezes { get; init; }
    public int Moves { get; init; }
    public int Forgets { get; init; }
    public int Outages { get; init; }

    public static Weather Of(Dice dice)
    {
        var weather = new Weather
        {
            Processes = 1 + dice.Below(4),
            OldestFirst = dice.Of([20, 50, 80, 95]),
            ReadsAtOnce = dice.Of([100, 97, 80, 40]),
            GroupLimit = dice.Of([1, 3, 512, 512]),
            NoPlace = dice.Of([0, 0, 20, 100]),
        };
        if (dice.Percent(12))
        {
            return weather;
        }

        return weather with
        {
            ClockError = dice.Percent(30) ? TimeSpan.FromMilliseconds(dice.Below(40)) : TimeSpan.Zero,
            RequestsLost = Rate(dice, 40),
            AnswersLost = Rate(dice, 40),
            RequestsTwice = Rate(dice, 30),
            GroupsFail = Rate(dice, 40),
            CommitsFail = Rate(dice, 40),
            CommitAnswersLost = Rate(dice, 60),
            LookupsFail = dice.Below(60),
            DeathsInGroup = Rate(dice, 12),
            ReadsFail = Rate(dice, 12),
            SendsFail = dice.Below(40),
            SendsFailForGood = dice.Below(10),
            SendsArriveUnheard = dice.Below(15),
            Deaths = Rate(dice, 6),
            Freezes = Rate(dice, 8),
            Moves = Rate(dice, 15),
            Forgets = Rate(dice, 20),
            Outages = Rate(dice, 4),
        };
    }

    /// <summary>Half of all executions do without a kind of fault, so that others show what they do alone.</summary>
    private static int Rate(Dice dice, int most) => dice.Percent(50) ? dice.Below(most + 1) : 0;
}
