namespace Coordination.Faults.Load;

/// <summary>What those who worked meanwhile saw of a disturbance.</summary>
/// <param name="Worst">The longest that anyone waited for an answer, all their own attempts together.</param>
/// <param name="Deeds">How many were under way or begun meanwhile.</param>
/// <param name="Failed">Of how many all attempts of the client had come to nothing at least once, so that a person would have seen an error.</param>
internal sealed record Outage(TimeSpan Worst, int Deeds, int Failed)
{
    public static Outage Of(History history, DateTimeOffset from, DateTimeOffset until)
    {
        var meanwhile = history.Deeds.Where(deed => deed.AskedAt <= until && (deed.AnsweredAt ?? DateTimeOffset.MaxValue) >= from).ToList();
        return new(
            meanwhile.Where(deed => deed.AnsweredAt is not null).Select(deed => deed.AnsweredAt!.Value - deed.AskedAt).DefaultIfEmpty().Max(), meanwhile.Count, meanwhile.Count(deed => deed.Failures > 0));
    }

    public override string ToString() => $"longest wait {Worst.TotalSeconds:F1} s, {Failed} of {Deeds} saw an error";
}
