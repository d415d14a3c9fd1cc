using System.Globalization;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>Readable numbers of requests. Partners read them, so they are taken one by one.</summary>
internal sealed class EnquiryNumbers(IJournal journal, IRows rows, TimeProvider clock) : GivenNumbers<EnquiryId>
{
    public override async Task<string?> WrittenAsync(EnquiryId id, CancellationToken cancellationToken) => (await rows.FindAsync(EnquiryRows.Lines, id.Value, cancellationToken))?.Value.Number;

    protected override async Task<string> NextAsync()
    {
        var year = clock.GetUtcNow().Year;
        var number = await journal.ReserveNumbersAsync(string.Create(CultureInfo.InvariantCulture, $"request/{year}"), 1, CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"REQ-{year}-{number:D6}");
    }
}
