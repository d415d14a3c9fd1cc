using System.Globalization;
using System.Text.Json;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>A page of the requests to and from partners that the caller may see, those that changed last first; the overdue and the soon due by their time.</summary>
    /// <param name="overdue">Only open ones whose answer is late.</param>
    /// <param name="dueSoon">Only open ones that are late or will be soon.</param>
    /// <param name="about">Only those about this incident.</param>
    public Task<Page<EnquirySummary>> EnquiriesAsync(
        PartnerId? partner = null, EnquiryDirection? direction = null, EnquiryStatus? status = null, bool overdue = false, bool dueSoon = false, IncidentId? about = null, string? cursor = null, int? limit = null,
        CancellationToken cancellationToken = default)
        => GetAsync<Page<EnquirySummary>>(
            Query(
                Routes.Enquiries, ("partner", partner?.Value), ("direction", Word(direction)), ("status", Word(status)), ("overdue", overdue ? "true" : null), ("dueSoon", dueSoon ? "true" : null),
                ("about", about?.Value), ("cursor", cursor), ("limit", limit?.ToString(CultureInfo.InvariantCulture))),
            cancellationToken);

    /// <summary>One request with its thread, by its id or its number.</summary>
    public Task<EnquiryView> EnquiryAsync(string idOrNumber, CancellationToken cancellationToken = default) => GetAsync<EnquiryView>($"{Routes.Enquiries}/{Escape(idOrNumber)}", cancellationToken);

    /// <summary>A page of what happened to it, oldest first.</summary>
    public Task<Page<TimelineEntry>> EnquiryTimelineAsync(EnquiryId id, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<TimelineEntry>>(Query($"{Routes.Enquiries}/{Escape(id.Value)}/timeline", ("cursor", cursor)), cancellationToken);

    /// <summary>Asks a partner; or, from a partner, us. The answer has its number.</summary>
    public Task<CommandAnswer> OpenEnquiryAsync(OpenEnquiryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Enquiries, request, asked, cancellationToken);

    /// <summary>Writes to the thread.</summary>
    public Task<CommandAnswer> WriteEnquiryAsync(EnquiryId id, WriteEnquiryRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "messages"), request, asked, cancellationToken);

    /// <summary>Says "I have it".</summary>
    public Task<CommandAnswer> TakeEnquiryAsync(EnquiryId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "take"), body: null, asked, cancellationToken);

    public Task<CommandAnswer> CloseEnquiryAsync(EnquiryId id, string outcome, bool untold = false, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "close"), new CloseEnquiryRequest(outcome, untold), asked, cancellationToken);

    public Task<CommandAnswer> WithdrawEnquiryAsync(EnquiryId id, string reason, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id, "withdraw"), new WithdrawEnquiryRequest(reason), asked, cancellationToken);

    /// <summary>A word as JSON has it.</summary>
    private static string? Word<T>(T? value) where T : struct, Enum => value is { } given ? JsonNamingPolicy.KebabCaseLower.ConvertName(given.ToString()) : null;

    private static string Of(EnquiryId id, string verb) => $"{Routes.Enquiries}/{Escape(id.Value)}/{verb}";
}
