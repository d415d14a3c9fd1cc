using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using CsCheck;

namespace Coordination.Domain.Tests.Correlation;

public sealed class Merging
{
    private static readonly Gen<Sightings> Any = Gen.Select(Gen.Int[1, 9], Gen.Int[0, 3], Gen.Int[-1, 4], Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[1, 48]).Select((count, severity, tlp, standard, number, hours) => CorrelationSamples.Sightings with
    {
        Count = count,
        Severity = (Severity)severity,
        Tlp = tlp < 0 ? null : (Tlp)tlp,
        DefaultTlp = (Tlp)standard,
        Alerts = [AlertId.Of($"a{number}")],
        Observables = [new(ObservableKind.Text, $"{number}")],
        WindowHours = hours,
    });

    [Fact]
    public void Counts_add_up_and_the_gravest_and_strictest_hold_in_whatever_order_and_grouping()
        => Gen.Select(Any.Array[1, 20], Gen.Int[1, 19]).Sample((waiting, cut) =>
        {
            var all = Sightings.Merge(waiting);
            Assert.Equal(waiting.Sum(one => one.Count), all.Count);
            Assert.Equal(waiting.Max(one => one.Severity), all.Severity);
            Assert.Equal(waiting.Max(one => one.Label), all.Label);
            Assert.True(all.Tlp is null || waiting.Any(one => one.Tlp == all.Tlp));
            Assert.Equal(waiting.Select(one => one.Alerts[0]).ToHashSet(), all.Alerts.ToHashSet());
            Assert.Equal(all.Observables.Distinct().Count(), all.Observables.Count);
            Assert.Equal(waiting.Max(one => one.WindowHours), all.WindowHours);

            var parts = waiting.Chunk(cut).Reverse().Select(Sightings.Merge).ToArray();
            var other = Sightings.Merge(parts);
            Assert.Equal((all.Count, all.Severity, all.Label, all.Tlp, all.WindowHours), (other.Count, other.Severity, other.Label, other.Tlp, other.WindowHours));
        });

    [Fact]
    public void What_one_source_labels_freely_does_not_free_what_another_left_to_its_default()
        => Assert.Equal(Tlp.Amber, Sightings.Merge([CorrelationSamples.Sightings with { Tlp = Tlp.Green }, CorrelationSamples.Sightings with { Tlp = null, DefaultTlp = Tlp.Amber }]).Label);

    [Fact]
    public void Keys_of_different_things_differ_and_of_the_same_are_the_same()
    {
        Assert.NotEqual(CorrelationKeys.Of(InstitutionId.Of("a"), "bc", "d"), CorrelationKeys.Of(InstitutionId.Of("ab"), "c", "d"));
        Assert.NotEqual(CorrelationKeys.Of(InstitutionId.Of("a"), "b", "cd"), CorrelationKeys.Of(InstitutionId.Of("a"), "bc", "d"));
        Assert.Equal(32, CorrelationKeys.Of(InstitutionId.Of("a"), "b", "c").Length);
        Assert.Equal(CorrelationKeys.Of(InstitutionId.Of("a"), "b", "c"), CorrelationKeys.Of(InstitutionId.Of("a"), "b", "c"));
    }
}
