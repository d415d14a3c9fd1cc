using Mono.Cecil;

namespace Coordination.Architecture;

/// <summary>The stages that an alert passes, in their order, and what stands beside them.</summary>
internal static class Stage
{
    private static readonly string[] Way = ["Intake", "Correlation", "Incidents", "Escalation", "Notification", "Exchange", "Live", "Retention"];
    private static readonly string[] Beside = ["Institutions", "Partners", "Advisories", "Obligations", "OnCall", "Access", "Attachments", "Journal"];

    /// <summary>The folder that a type stands in, where that is a stage or beside them: the first name after the project's.</summary>
    public static string? Of(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        var names = type.Namespace.Split('.');
        return names is ["Coordination", _, var folder, ..] && (Way.Contains(folder) || Beside.Contains(folder)) ? folder : null;
    }

    /// <summary>A stage may use those before it and what stands beside. What stands beside is everybody's and knows no stage.</summary>
    public static bool MayUse(string stage, string other)
        => stage == other || Beside.Contains(other) || (Way.Contains(stage) && Array.IndexOf(Way, other) < Array.IndexOf(Way, stage));
}
