using Coordination.Domain.Advisories;
using Coordination.Domain.Attachments;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <summary>What is reported of a content to the thing that it belongs to, as the command that this thing takes.</summary>
public static class AttachmentReports
{
    /// <summary>What the scanner found.</summary>
    public static byte[] Scanned(ScanOrder order, ScanResult result) => new StreamId(order.Stream).Kind switch
    {
        "advisory" => DomainJson.Write<AdvisoryCommand>(new RecordAdvisoryFileScan(order.Attachment, order.Attempt, result)),
        _ => DomainJson.Write<IncidentCommand>(new RecordScan(order.Attachment, order.Attempt, result)),
    };

    /// <summary>It has been deleted.</summary>
    public static byte[] Deleted(DiscardOrder order) => new StreamId(order.Stream).Kind switch
    {
        "advisory" => DomainJson.Write<AdvisoryCommand>(new RecordAdvisoryFileDeleted(order.Attachment)),
        "catalogue" => DomainJson.Write<CatalogueCommand>(new RecordScoresDeleted(order.Content)),
        _ => DomainJson.Write<IncidentCommand>(new RecordContentDeleted(order.Attachment)),
    };
}
