using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Exchange;

/// <summary>A decision to share, or to correct what was shared, while it is written.</summary>
public sealed class SharingForm
{
    public static readonly string[] Paths = ["partner", "why", "until", "indicators"];

    public string Partner { get; set; } = "";

    public string Why { get; set; } = "";

    /// <summary>In the officer's own time; null: until someone ends it.</summary>
    public DateTime? Until { get; set; }

    /// <summary>The observables that the partner is to look for. None is chosen beforehand: among them are victims.</summary>
    public Dictionary<string, IndicatorLine> Indicators { get; } = [];

    /// <summary>A correction begins with what was chosen before.</summary>
    public static SharingForm Of(SharingView sharing)
    {
        var form = new SharingForm { Partner = sharing.Partner.Id.Value, Until = sharing.Until?.LocalDateTime };
        foreach (var one in sharing.Indicators)
        {
            form.Indicators[one.Observable.Value] = new(one.ValidUntil) { From = one.ValidFrom, Confidence = one.Confidence, Types = one.Types };
        }

        return form;
    }

    public bool IsChosen(Observable observable) => Indicators.ContainsKey(observable.Value);

    public void Choose(Observable observable, bool chosen)
    {
        if (chosen)
        {
            Indicators.TryAdd(observable.Value, new());
        }
        else
        {
            Indicators.Remove(observable.Value);
        }
    }

    /// <summary>What is missing, as a sentence; null if it can be sent.</summary>
    public (string Path, string Says)? Missing()
        => Partner.Length == 0 ? ("partner", "Choose with whom.")
            : string.IsNullOrWhiteSpace(Why) ? ("why", "Say why: it stands in the record of what left.")
            : null;

    public ShareWithPartnerRequest Share(string? preview)
        => new(PartnerId.Of(Partner), Why.Trim(), Until is { } until ? new DateTimeOffset(until) : null, Chosen(), preview);

    public CorrectSharingRequest Correct(string? preview) => new(Why.Trim(), Chosen(), preview);

    private IReadOnlyList<IndicatorRequest> Chosen()
        => [.. Indicators.Select(one => new IndicatorRequest(one.Key, one.Value.From, one.Value.ValidUntil, one.Value.Types, one.Value.Confidence))];

    /// <param name="before">Until when it was good before.</param>
    public sealed class IndicatorLine(DateTimeOffset? before = null)
    {
        /// <summary>As it was decided before; what is new begins when it is sent.</summary>
        public DateTimeOffset? From { get; init; }

        /// <summary>A day of the officer's own.</summary>
        public DateTime? Until { get; set; } = before?.LocalDateTime.Date;

        /// <summary>To the minute as it was decided before, unless another day is chosen.</summary>
        public DateTimeOffset? ValidUntil => Until is not { } day ? null : day == before?.LocalDateTime.Date ? before : new DateTimeOffset(day);

        public int? Confidence { get; set; }

        public IReadOnlyList<string>? Types { get; init; }
    }
}
