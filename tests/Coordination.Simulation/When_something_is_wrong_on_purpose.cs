using Coordination.Simulation.Bugs;
using Xunit.Abstractions;

namespace Coordination.Simulation;

/// <summary>A checker that finds nothing proves nothing: with a fault switched on it must find it, in an execution in which it finds nothing without.</summary>
public sealed class When_something_is_wrong_on_purpose(ITestOutputHelper output)
{
    private const int Steps = 1_000;
    private const ulong Seeds = 200;

    public static TheoryData<string> Planted => [.. Enum.GetNames<Bug>().Where(name => name is not (nameof(Bug.None) or NotSeen))];

    /// <summary>
    /// Nearly everything that a closed key forbids is forbidden by its message's being gone too. Since the sender's pump tells its outcome until somebody hears it,
    /// no seed has met the one case in which only the key can tell.
    /// </summary>
    private const string NotSeen = nameof(Bug.ClosedKeysAreForgotten);

    [Theory]
    [MemberData(nameof(Planted))]
    public void It_is_reported(string name)
    {
        var bug = Enum.Parse<Bug>(name);
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            if (Execution.Run(seed, Steps, bug).Violations is not [var found, ..])
            {
                continue;
            }

            output.WriteLine($"{name} is reported for seed {seed}: {found}");
            Assert.Empty(Execution.Run(seed, Steps).Violations);
            return;
        }

        Assert.Fail($"{name} is not reported within {Seeds} seeds.");
    }
}
