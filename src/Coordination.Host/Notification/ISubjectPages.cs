using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Host.Notification;

/// <summary>What stands behind the links of messages about one sort of thing. Whoever sends about another sort than incidents brings its own.</summary>
internal interface ISubjectPages
{
    /// <summary>Whether this message is about such a thing.</summary>
    bool Takes(NotificationRow told);

    Task<IResult> ShowAsync(HttpContext http, Row<NotificationRow> told);

    Task<IResult> TakeAsync(HttpContext http, Row<NotificationRow> told);
}
