using k8s;
using k8s.Models;

namespace Coordination.Deploy.Tests;

/// <summary>Rights of pods, and who may speak to whom.</summary>
public sealed class What_Kubernetes_lets_through
{
    private static readonly V1NetworkPolicy[] Policies = [.. Manifests.Of<V1NetworkPolicy>()];

    private static readonly IDictionary<string, string> Servers = Manifests.Servers.Spec.Template.Metadata.Labels;

    [Fact]
    public void Pods_have_no_more_rights_than_the_strictest_standard_allows()
    {
        Assert.Equal("restricted", Manifests.Of<V1Namespace>().Single().Labels()["pod-security.kubernetes.io/enforce"]);
        foreach (var (name, template) in Manifests.Pods)
        {
            var pod = template.Spec;
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.Null(pod.HostNetwork ?? pod.HostPID ?? pod.HostIPC);
            Assert.DoesNotContain(pod.Volumes, volume => volume.HostPath is not null);
            Assert.Equal(Manifests.Of<V1ServiceAccount>().Single().Name(), pod.ServiceAccountName);
            var container = Assert.Single(pod.Containers);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation, name);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem, name);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.True(container.Resources.Limits.ContainsKey("memory") && container.Resources.Requests.ContainsKey("cpu"), name);
        }

        Assert.False(Manifests.Of<V1ServiceAccount>().Single().AutomountServiceAccountToken);
        // The user of the image.
        Assert.Contains($"USER {Manifests.Servers.Spec.Template.Spec.SecurityContext.RunAsUser}:", Deployment.Read("Containerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_not_allowed_is_forbidden()
    {
        var nothing = Policies.Single(policy => policy.Spec.PodSelector.MatchLabels is null);

        Assert.Equal(["Ingress", "Egress"], nothing.Spec.PolicyTypes);
        Assert.Null(nothing.Spec.Ingress ?? (object?)nothing.Spec.Egress);
    }

    [Fact]
    public void Silos_are_reached_by_silos_and_HTTP_by_the_ingress_only()
    {
        var rules = For(Servers).SelectMany(policy => policy.Spec.Ingress ?? []).ToArray();

        Assert.All(rules, rule => Assert.NotEmpty(rule.FromProperty));
        Assert.All(rules, rule => Assert.Single(rule.Ports));
        var silo = Assert.Single(rules, rule => rule.Ports.Single().Port.Value == "silo");
        var peer = Assert.Single(silo.FromProperty);
        Assert.Null(peer.NamespaceSelector ?? (object?)peer.IpBlock);
        Assert.Equal(Servers, peer.PodSelector.MatchLabels);
        var http = Assert.Single(rules, rule => rule.Ports.Single().Port.Value == "http");
        Assert.NotNull(Assert.Single(http.FromProperty).NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
        Assert.Equal(2, rules.Length);
    }

    [Fact]
    public void Servers_get_out_to_what_they_need_and_the_migration_to_its_database()
    {
        var mail = Manifests.Settings.Data["Coordination__Mail__Port"];
        var telemetry = new Uri(Manifests.Settings.Data["OTEL_EXPORTER_OTLP_ENDPOINT"]).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(new[] { "53", "5432", "443", "silo", mail, telemetry }.Order(StringComparer.Ordinal), Out(Servers));
        Assert.Equal(["53", "5432"], Out(Manifests.Migration.Spec.Template.Metadata.Labels));
        // Every way out says to whom.
        Assert.All(Policies.SelectMany(policy => policy.Spec.Egress ?? []), rule => Assert.NotEmpty(rule.To));
        // Webhooks go nowhere that the server itself would refuse.
        var open = Policies.SelectMany(policy => policy.Spec.Egress ?? []).SelectMany(rule => rule.To).Select(to => to.IpBlock).OfType<V1IPBlock>().Single(block => block.Cidr == "0.0.0.0/0");
        Assert.All(new[] { "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16" }, network => Assert.Contains(network, open.Except));
    }

    private static IEnumerable<V1NetworkPolicy> For(IDictionary<string, string> labels)
        => Policies.Where(policy => policy.Spec.PodSelector.MatchLabels is { } selector && The_Kubernetes_manifests.Matches(selector, labels));

    private static IEnumerable<string> Out(IDictionary<string, string> labels)
        => For(labels).SelectMany(policy => policy.Spec.Egress ?? []).SelectMany(rule => rule.Ports).Select(port => port.Port.Value).Distinct().Order(StringComparer.Ordinal);
}
