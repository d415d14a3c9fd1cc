using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace Coordination.Deploy.Tests;

public sealed partial class The_Kubernetes_manifests
{
    [Fact]
    public void Each_is_a_thing_that_Kubernetes_knows_under_a_name_of_its_own()
    {
        Assert.True(Manifests.All.Count >= 12, $"only {Manifests.All.Count} were found");
        Sentences.None(from one in Manifests.All
                       let meta = one.Thing.GetType().GetCustomAttributes(typeof(KubernetesEntityAttribute), false).Cast<KubernetesEntityAttribute>().Single()
                       where one.Thing.ApiVersion != (meta.Group.Length > 0 ? $"{meta.Group}/{meta.ApiVersion}" : meta.ApiVersion) || one.Thing.Kind != meta.Kind
                       select $"{one.File}: {one.Thing.ApiVersion} {one.Thing.Kind}");
        Sentences.None(Manifests.All.GroupBy(one => (one.Thing.Kind, one.Thing.Name())).Where(same => same.Count() > 1).Select(same => $"{same.Key} stands {same.Count()} times"));
        Sentences.None(Manifests.All.Where(one => !DnsName().IsMatch(one.Thing.Name())).Select(one => $"{one.File}: {one.Thing.Name()} is no name"));
    }

    [Fact]
    public void Every_file_is_part_of_the_kustomization_or_an_example()
    {
        var listed = Yaml.Read(Manifests.Kustomization)["resources"].Names().ToArray();
        var files = Deployment.Files(Manifests.Folder, ".yaml").Where(file => file != Manifests.Kustomization).Select(file => file[Manifests.Folder.Length..]).ToArray();

        Assert.Equal(files.Where(file => !file.EndsWith(".example.yaml", StringComparison.Ordinal)), listed.Order(StringComparer.Ordinal));
        Assert.Equal(["ingress.example.yaml", "secrets.example.yaml"], files.Where(file => file.EndsWith(".example.yaml", StringComparison.Ordinal)));
        // The placeholders are seen to be placeholders, and no secret is applied with the rest.
        Assert.All(Manifests.All.Where(one => one.Thing is V1Secret), one => Assert.EndsWith(".example.yaml", one.File, StringComparison.Ordinal));
        Sentences.None(from secret in Manifests.Of<V1Secret>() from value in secret.StringData where !value.Value.Contains("REPLACE", StringComparison.Ordinal) select $"{secret.Name()}: {value.Key}");
    }

    [ToolFact("kubectl")]
    public async Task Kustomize_joins_them_in_one_namespace()
    {
        var made = (await Ran.ProgramAsync("kubectl", ["kustomize", Deployment.PathOf(Manifests.Folder)])).Well().Out;
        var things = KubernetesYaml.LoadAllFromString(made, null, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>().ToArray();

        var listed = Manifests.All.Where(one => !one.File.EndsWith(".example.yaml", StringComparison.Ordinal)).Select(one => (one.Thing.Kind, one.Thing.Name()));
        Assert.Equal(listed.Order(), things.Select(thing => (thing.Kind, thing.Name())).Order());
        Assert.All(things.Where(thing => thing is not V1Namespace), thing => Assert.Equal(Manifests.Of<V1Namespace>().Single().Name(), thing.Namespace()));
    }

    [Fact]
    public void Selectors_find_what_they_are_meant_to_find_and_nothing_else()
    {
        var servers = Manifests.Servers.Spec.Template.Metadata.Labels;
        Assert.All(Manifests.Servers.Spec.Selector.MatchLabels, label => Assert.Equal(label.Value, servers[label.Key]));
        Assert.Equal(Manifests.Servers.Spec.ServiceName, Manifests.Of<V1Service>().Single(service => service.Spec.ClusterIP == "None").Name());
        foreach (var selector in Manifests.Of<V1Service>().Select(service => service.Spec.Selector).Append(Manifests.Of<V1PodDisruptionBudget>().Single().Spec.Selector.MatchLabels)
            .Concat(Manifests.Servers.Spec.Template.Spec.TopologySpreadConstraints.Select(constraint => constraint.LabelSelector.MatchLabels)))
        {
            Assert.True(Matches(selector, servers), "servers are not found");
            Assert.False(Matches(selector, Manifests.Migration.Spec.Template.Metadata.Labels), "the migration is taken for a server");
        }

        // What runs by itself can be told apart from the rest, so that it can be applied before it.
        Assert.Equal("migration", Manifests.Migration.Labels()["app.kubernetes.io/component"]);
        Assert.Single(Manifests.All, one => one.Thing.Labels() is { } labels && labels.TryGetValue("app.kubernetes.io/component", out var component) && component == "migration");
    }

    [Fact]
    public void Ports_are_named_and_the_names_exist()
    {
        var container = Manifests.Servers.Spec.Template.Spec.Containers.Single();
        var ports = container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);

        Assert.Equal(8080, ports["http"]);
        Assert.Equal(["--urls", "http://0.0.0.0:8080"], container.Args);
        Assert.Equal(Manifests.Settings.Data["Coordination__Cluster__SiloPort"], ports["silo"].ToString(System.Globalization.CultureInfo.InvariantCulture));
        Sentences.None(from service in Manifests.Of<V1Service>() from port in service.Spec.Ports where !ports.ContainsKey(port.TargetPort.Value) select $"{service.Name()}: {port.TargetPort.Value}");
        Sentences.None(from probe in Probes(container) where !ports.ContainsKey(probe.HttpGet.Port.Value) select probe.HttpGet.Port.Value);
        Assert.Equal("silo", Manifests.Of<V1Service>().Single(service => service.Spec.ClusterIP == "None").Spec.Ports.Single().TargetPort.Value);
        var backend = Manifests.Of<V1Ingress>().Single().Spec.Rules.Single().Http.Paths.Single().Backend.Service;
        Assert.Contains(Manifests.Of<V1Service>(), service => service.Name() == backend.Name && service.Spec.Ports.Any(port => port.Name == backend.Port.Name && port.TargetPort.Value == "http"));
        Assert.Equal(Manifests.Settings.Data["Coordination__PublicAddress"], $"https://{Manifests.Of<V1Ingress>().Single().Spec.Rules.Single().Host}");
    }

    [Fact]
    public void Probes_ask_what_the_host_answers_and_liveness_does_not_ask_the_database()
    {
        var container = Manifests.Servers.Spec.Template.Spec.Containers.Single();

        Assert.All(Probes(container), probe => Assert.Contains(probe.HttpGet.Path, TheHost.Routes));
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        // A start that waits for a dead server's row to be given up (105 s at worst) is no hang.
        Assert.True(container.StartupProbe.PeriodSeconds * container.StartupProbe.FailureThreshold >= 180);
    }

    [Fact]
    public void A_server_has_time_to_stop_and_one_at_a_time_is_stopped()
    {
        var spec = Manifests.Servers.Spec;
        var wait = double.Parse(spec.Template.Spec.Containers.Single().Lifecycle.PreStop.Exec.Command[1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(spec.Template.Spec.TerminationGracePeriodSeconds > TheHost.ShutdownTimeout.TotalSeconds + wait, "it would be killed before it has ended");
        Assert.Equal(3, spec.Replicas);
        Assert.Equal("RollingUpdate", spec.UpdateStrategy.Type);
        Assert.Equal("1", Manifests.Of<V1PodDisruptionBudget>().Single().Spec.MaxUnavailable.Value);
    }

    [Fact]
    public void Every_variable_is_one_that_is_read()
    {
        var values = Manifests.Settings.Data.Select(pair => (Name: pair.Key, pair.Value))
            .Concat(Manifests.Pods.SelectMany(pod => pod.Template.Spec.Containers).SelectMany(container => container.Env ?? []).Where(variable => variable.Name != "POD_NAME").Select(variable => (variable.Name, Value: variable.Value ?? "")));

        Sentences.None(values.Select(one => Settings.Problem(one.Name, one.Value)).OfType<string>());
        Assert.All(Manifests.Pods.SelectMany(pod => pod.Template.Spec.Containers).SelectMany(container => container.Env ?? []).Select(variable => variable.ValueFrom?.ConfigMapKeyRef).OfType<V1ConfigMapKeySelector>(),
            reference => Assert.True(reference.Name == Manifests.Settings.Name() && Manifests.Settings.Data.ContainsKey(reference.Key), reference.Key));
        Assert.Equal("status.podIP", Manifests.Servers.Spec.Template.Spec.Containers.Single().Env.Single(variable => variable.Name == "Coordination__Cluster__AdvertisedAddress").ValueFrom.FieldRef.FieldPath);
    }

    [Fact]
    public void Secrets_are_files_that_are_mounted_and_stand_nowhere_else()
    {
        var examples = Manifests.Of<V1Secret>().ToDictionary(secret => secret.Name(), secret => secret.StringData.Keys.ToHashSet());
        foreach (var (name, template) in Manifests.Pods)
        {
            var container = template.Spec.Containers.Single();
            var volumes = (template.Spec.Volumes ?? []).Select(volume => volume.Name).Concat(name == Manifests.Servers.Name() ? Manifests.Servers.Spec.VolumeClaimTemplates.Select(claim => claim.Name()) : []).ToHashSet();
            Sentences.None(container.VolumeMounts.Where(mount => !volumes.Contains(mount.Name)).Select(mount => $"{name}: {mount.Name} is no volume"));
            Sentences.None(volumes.Where(volume => !container.VolumeMounts.Any(mount => mount.Name == volume)).Select(volume => $"{name}: {volume} is mounted nowhere"));
            Assert.DoesNotContain(container.Env ?? [], variable => variable.ValueFrom?.SecretKeyRef is not null);
            Assert.DoesNotContain(container.EnvFrom ?? [], source => source.SecretRef is not null);

            // Each file that the settings name is a key of a secret that is mounted there.
            var files = from mount in container.VolumeMounts
                        let secret = template.Spec.Volumes?.FirstOrDefault(volume => volume.Name == mount.Name)?.Secret
                        where secret is not null
                        from key in examples[secret.SecretName]
                        select $"{mount.MountPath}/{key}";
            var named = Manifests.Settings.Data.Where(pair => pair.Value.StartsWith("/etc/coordination/", StringComparison.Ordinal)).Select(pair => pair.Value)
                .Where(path => container.EnvFrom is not null || path.Contains("/database/", StringComparison.Ordinal) || path.EndsWith("/keys", StringComparison.Ordinal)).ToArray();
            Assert.NotEmpty(named);
            Sentences.None(named.Where(path => !files.Any(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal))).Select(path => $"{name}: nothing is at {path}"));
            Assert.All(container.VolumeMounts.Where(mount => mount.MountPath.StartsWith("/etc/", StringComparison.Ordinal)), mount => Assert.True(mount.ReadOnlyProperty, mount.Name));
        }
    }

    private static IEnumerable<V1Probe> Probes(V1Container container) => [container.StartupProbe, container.ReadinessProbe, container.LivenessProbe];

    internal static bool Matches(IDictionary<string, string> selector, IDictionary<string, string> labels)
        => selector.All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex DnsName();
}
