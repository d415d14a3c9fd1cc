using System.Globalization;
using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Advisories;

/// <summary>Readable numbers of advisories. They are public, so they are taken one by one: a gap would make people ask what stood there.</summary>
internal sealed class AdvisoryNumbers(IJournal journal, IRows rows, TimeProvider clock, IOptions<CoordinationOptions> options) : GivenNumbers<AdvisoryId>
{
    public override async Task<string?> WrittenAsync(AdvisoryId id, CancellationToken cancellationToken) => (await rows.FindAsync(AdvisoryKind.Lines, id.Value, cancellationToken))?.Value.Number;

    protected override async Task<string> NextAsync()
    {
        var year = clock.GetUtcNow().Year;
        var number = await journal.ReserveNumbersAsync(string.Create(CultureInfo.InvariantCulture, $"advisory/{year}"), 1, CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"{options.Value.AdvisoryPrefix}-{year}-{number:D4}");
    }
}
