import assert from 'node:assert/strict';
import { findingsOf } from '../../src/analysis/snapshot.ts';
import { workspaceOf } from '../support/analysed.ts';

/** Repositories as teams have them, in which nothing is wrong: files by path, and the findings that may stand there, as `severity code`. */
const layouts: readonly {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
}[] = [
  {
    title: 'a folder per environment, with the same names in each, is a cluster for each',
    expected: [],
    files: {
      'dev/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: portal
  namespace: portal
  labels: {app: portal}
spec:
  selector:
    matchLabels: {app: portal}
  template:
    metadata:
      labels: {app: portal}
    spec:
      containers:
        - name: portal
          image: portal:dev
          ports: [{containerPort: 8080, name: web}]
          env:
            - {name: REDIS_ADDR, value: "redis:6379"}
            - {name: SMTP_HOST, value: mail.corp.example.com}
---
apiVersion: v1
kind: Service
metadata:
  name: portal
  namespace: portal
spec:
  selector: {app: portal}
  ports: [{port: 80, targetPort: web}]
`,
      'dev/metallb.yaml': `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: lan
  namespace: metallb-system
spec:
  addresses:
    - 192.168.10.200-192.168.10.220
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata:
  name: lan
  namespace: metallb-system
`,
      'prod/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: portal
  namespace: portal
  labels: {app: portal}
spec:
  replicas: 4
  selector:
    matchLabels: {app: portal}
  template:
    metadata:
      labels: {app: portal, tier: front}
    spec:
      containers:
        - name: portal
          image: portal:1
          ports: [{containerPort: 8080, name: http}]
---
apiVersion: v1
kind: Service
metadata:
  name: portal
  namespace: portal
spec:
  type: LoadBalancer
  loadBalancerIP: 10.20.30.40
  selector: {app: portal, tier: front}
  ports: [{port: 80, targetPort: http}]
`,
      'prod/metallb.yaml': `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: lan
  namespace: metallb-system
spec:
  addresses:
    - 10.20.30.40/29
---
apiVersion: metallb.io/v1beta1
kind: BGPPeer
metadata:
  name: tor
  namespace: metallb-system
spec:
  myASN: 64512
  peerASN: 64513
  peerAddress: 10.20.30.1
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata:
  name: lan
  namespace: metallb-system
spec:
  ipAddressPools: [lan]
`,
    },
  },
  {
    title: 'charts of others, of which only the values and an Ingress are here',
    expected: [],
    files: {
      'metallb/pool.yaml': `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: edge, namespace: metallb-system}
spec:
  addresses: [192.168.40.10-192.168.40.20]
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: edge, namespace: metallb-system}
spec:
  ipAddressPools: [edge]
`,
      'grafana/values.yaml': `service:
  type: LoadBalancer
  annotations:
    metallb.universe.tf/loadBalancerIPs: 192.168.40.11
ingress:
  enabled: true
  hosts: [grafana.local]
datasources:
  datasources.yaml:
    apiVersion: 1
    datasources:
      - name: Prometheus
        url: http://prometheus-server.monitoring.svc.cluster.local
`,
      'grafana/ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: grafana, namespace: monitoring}
spec:
  rules:
    - host: grafana.local
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: grafana, port: {number: 80}}}
`,
    },
  },
  {
    title: 'a canary rollout of Argo CD',
    expected: ['information gitops/not-rendered'],
    files: {
      'apps/checkout.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: checkout, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example.com/gitops.git, path: manifests/checkout, targetRevision: HEAD}
  destination: {server: https://kubernetes.default.svc, namespace: checkout}
`,
      'manifests/checkout/rollout.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: checkout}
spec:
  replicas: 4
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec:
      containers:
        - name: checkout
          image: checkout:1
          ports: [{name: http, containerPort: 8080}]
          env:
            - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://otel-collector.observability.svc.cluster.local:4317"}
            - {name: VAULT_ADDR, value: "https://vault.vault.svc:8200"}
            - {name: KAFKA_BROKERS, value: "kafka-0.kafka-headless.kafka:9092,kafka-1.kafka-headless.kafka:9092"}
  strategy:
    canary:
      canaryService: checkout-canary
      stableService: checkout-stable
      trafficRouting: {nginx: {stableIngress: checkout}}
      steps: [{setWeight: 20}, {pause: {}}]
`,
      'manifests/checkout/services.yaml': `apiVersion: v1
kind: Service
metadata: {name: checkout-stable}
spec:
  selector: {app: checkout}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: v1
kind: Service
metadata: {name: checkout-canary}
spec:
  selector: {app: checkout}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: checkout}
spec:
  ingressClassName: nginx
  rules:
    - host: checkout.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: checkout-stable, port: {name: http}}}}]}
`,
      'manifests/argocd-ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: argocd-server
  namespace: argocd
  annotations: {nginx.ingress.kubernetes.io/backend-protocol: HTTPS}
spec:
  ingressClassName: nginx
  rules:
    - host: argocd.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: argocd-server, port: {name: https}}}}]}
`,
    },
  },
  {
    title: 'operators that make the pods and Services',
    expected: [],
    files: {
      'kafka.yaml': `apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata: {name: events, namespace: kafka}
spec:
  kafka:
    version: 3.7.0
    replicas: 3
    listeners:
      - {name: plain, port: 9092, type: internal, tls: false}
      - name: external
        port: 9094
        type: loadbalancer
        tls: true
        configuration:
          bootstrap: {loadBalancerIP: 10.0.50.21}
    storage: {type: jbod, volumes: [{id: 0, type: persistent-claim, size: 100Gi}]}
  zookeeper: {replicas: 3, storage: {type: persistent-claim, size: 10Gi}}
  entityOperator: {topicOperator: {}, userOperator: {}}
---
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaTopic
metadata: {name: orders, namespace: kafka, labels: {strimzi.io/cluster: events}}
spec: {partitions: 3, replicas: 3}
`,
      'kafka-extra.yaml': `apiVersion: v1
kind: Service
metadata: {name: kafka-jmx, namespace: kafka}
spec:
  selector: {strimzi.io/cluster: events, strimzi.io/kind: Kafka, strimzi.io/name: events-kafka}
  ports: [{name: jmx, port: 9999, targetPort: jmx}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: allow-kafka, namespace: kafka}
spec:
  podSelector: {matchLabels: {strimzi.io/name: events-kafka}}
  ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}], ports: [{port: 9092}]}]
`,
      'postgres.yaml': `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: shop-db, namespace: shop}
spec: {instances: 3, storage: {size: 10Gi}}
---
apiVersion: v1
kind: Service
metadata: {name: shop-db-lb, namespace: shop}
spec:
  type: LoadBalancer
  loadBalancerIP: 10.0.50.20
  selector: {cnpg.io/cluster: shop-db, cnpg.io/instanceRole: primary}
  ports: [{name: postgres, port: 5432, targetPort: postgres}]
`,
      'redis.yaml': `apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cache, namespace: shop}
spec: {sentinel: {replicas: 3}, redis: {replicas: 3}}
---
apiVersion: redis.redis.opstreelabs.in/v1beta2
kind: RedisCluster
metadata: {name: sessions, namespace: shop}
spec: {clusterSize: 3}
`,
      'app.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: shop, labels: {app: shop}}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: shop
          image: shop:1
          env:
            - {name: DB_HOST, value: shop-db-rw}
            - {name: DB_RO_URL, value: "postgres://app@shop-db-ro.shop.svc:5432/app"}
            - {name: REDIS_SENTINEL, value: "rfs-cache:26379"}
            - {name: SESSION_REDIS, value: sessions-leader.shop.svc.cluster.local}
            - {name: KAFKA_BOOTSTRAP_SERVERS, value: "events-kafka-bootstrap.kafka.svc:9092"}
          ports: [{name: http, containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: shop, labels: {app: shop}}
spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: shop, namespace: shop}
spec: {selector: {matchLabels: {app: shop}}, endpoints: [{port: http}]}
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: main, namespace: monitoring}
spec: {replicas: 2, serviceMonitorSelector: {}}
---
apiVersion: v1
kind: Service
metadata: {name: prometheus, namespace: monitoring}
spec: {selector: {app.kubernetes.io/name: prometheus, prometheus: main}, ports: [{name: web, port: 9090, targetPort: web}]}
`,
    },
  },
  {
    title: 'Istio and Knative',
    expected: [],
    files: {
      'app.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: booking, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: reviews-v1, namespace: booking}
spec:
  selector: {matchLabels: {app: reviews, version: v1}}
  template:
    metadata: {labels: {app: reviews, version: v1}}
    spec: {containers: [{name: reviews, image: "reviews:1", ports: [{containerPort: 9080}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: reviews-v2, namespace: booking}
spec:
  selector: {matchLabels: {app: reviews, version: v2}}
  template:
    metadata: {labels: {app: reviews, version: v2}}
    spec: {containers: [{name: reviews, image: "reviews:2", ports: [{containerPort: 9080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: booking}
spec: {selector: {app: reviews}, ports: [{port: 9080, name: http}]}
---
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: reviews, namespace: booking}
spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: reviews, namespace: booking}
spec: {hosts: [reviews], gateways: [gw], http: [{route: [{destination: {host: reviews.booking.svc.cluster.local, subset: v1}, weight: 90}]}]}
---
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: {name: gw, namespace: booking}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
---
apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: {name: payments, namespace: booking}
spec: {hosts: [api.payments.com], location: MESH_EXTERNAL, ports: [{number: 443, name: https, protocol: TLS}], resolution: DNS}
---
apiVersion: security.istio.io/v1beta1
kind: PeerAuthentication
metadata: {name: default, namespace: booking}
spec: {mtls: {mode: STRICT}}
---
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: istio, namespace: istio-system}
spec:
  profile: default
  components:
    ingressGateways:
      - name: istio-ingressgateway
        enabled: true
        k8s: {service: {type: LoadBalancer, loadBalancerIP: 10.4.4.4}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: mesh, namespace: istio-system}
spec:
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: istio-ingressgateway, port: {number: 80}}}}]}}]
---
apiVersion: v1
kind: Service
metadata: {name: istio-metrics, namespace: istio-system}
spec: {selector: {istio: ingressgateway}, ports: [{port: 15020, targetPort: http-envoy-prom}]}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: hello, namespace: booking}
spec:
  template:
    spec:
      containers: [{image: "hello:1", ports: [{containerPort: 8080}], env: [{name: TARGET, value: "http://event-display.booking.svc.cluster.local"}]}]
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: event-display, namespace: booking}
spec: {template: {spec: {containers: [{image: "event-display:1"}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: booking}
spec:
  selector: {matchLabels: {app: client}}
  template:
    metadata: {labels: {app: client}, annotations: {sidecar.istio.io/inject: "true"}}
    spec: {containers: [{name: client, image: "c:1", env: [{name: HELLO_URL, value: "http://hello.booking.svc.cluster.local"}, {name: DISPLAY, value: "http://event-display/"}]}]}
`,
    },
  },
  {
    title: 'a K3s home lab with MetalLB and kube-vip for the API alone',
    expected: ['information gitops/not-rendered'],
    files: {
      'metallb.yaml': `apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: {name: metallb, namespace: kube-system}
spec: {repo: "https://metallb.github.io/metallb", chart: metallb, targetNamespace: metallb-system, createNamespace: true}
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: home, namespace: metallb-system}
spec: {addresses: [192.168.1.240-192.168.1.250]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: home, namespace: metallb-system}
spec: {ipAddressPools: [home], nodeSelectors: [{matchLabels: {kubernetes.io/os: linux}}]}
`,
      'config.yaml': `write-kubeconfig-mode: "0644"
disable:
  - traefik
  - servicelb
cluster-cidr: 10.42.0.0/16
service-cidr: 10.43.0.0/16
cluster-dns: 10.43.0.10
tls-san:
  - 192.168.1.230
`,
      'kube-vip.yaml': `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: kube-vip-ds, namespace: kube-system}
spec:
  selector: {matchLabels: {name: kube-vip-ds}}
  template:
    metadata: {labels: {name: kube-vip-ds}}
    spec:
      hostNetwork: true
      containers:
        - name: kube-vip
          image: ghcr.io/kube-vip/kube-vip:v0.8.0
          args: [manager]
          env:
            - {name: vip_arp, value: "true"}
            - {name: port, value: "6443"}
            - {name: vip_interface, value: eth0}
            - {name: cp_enable, value: "true"}
            - {name: cp_namespace, value: kube-system}
            - {name: svc_enable, value: "false"}
            - {name: address, value: 192.168.1.230}
`,
      'pihole.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: pihole, namespace: pihole}
spec:
  strategy: {type: Recreate}
  selector: {matchLabels: {app: pihole}}
  template:
    metadata: {labels: {app: pihole}}
    spec:
      dnsPolicy: None
      dnsConfig: {nameservers: [127.0.0.1, 1.1.1.1]}
      containers:
        - name: pihole
          image: pihole/pihole:latest
          env: [{name: TZ, value: Europe/Berlin}, {name: PIHOLE_DNS_, value: 1.1.1.1;9.9.9.9}, {name: ServerIP, value: 192.168.1.241}, {name: WEBPASSWORD, valueFrom: {secretKeyRef: {name: pihole, key: pw}}}]
          ports:
            - {containerPort: 53, protocol: TCP, name: dns}
            - {containerPort: 53, protocol: UDP, name: dns-udp}
            - {containerPort: 80, name: web}
---
apiVersion: v1
kind: Service
metadata:
  name: pihole-tcp
  namespace: pihole
  annotations: {metallb.universe.tf/allow-shared-ip: pihole}
spec:
  type: LoadBalancer
  loadBalancerIP: 192.168.1.241
  selector: {app: pihole}
  ports: [{name: dns, port: 53, protocol: TCP, targetPort: dns}, {name: web, port: 80, targetPort: web}]
---
apiVersion: v1
kind: Service
metadata:
  name: pihole-udp
  namespace: pihole
  annotations: {metallb.universe.tf/allow-shared-ip: pihole}
spec:
  type: LoadBalancer
  loadBalancerIP: 192.168.1.241
  selector: {app: pihole}
  ports: [{name: dns, port: 53, protocol: UDP, targetPort: dns-udp}]
`,
      'home-assistant.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: home-assistant, namespace: home}
spec:
  serviceName: home-assistant
  selector: {matchLabels: {app: home-assistant}}
  template:
    metadata: {labels: {app: home-assistant}}
    spec:
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      containers: [{name: ha, image: "ghcr.io/home-assistant/home-assistant:stable", ports: [{containerPort: 8123, name: http}], env: [{name: MQTT_HOST, value: mosquitto.home.svc.cluster.local}, {name: NAS, value: nas.local}, {name: ROUTER, value: "http://192.168.1.1"}]}]
---
apiVersion: v1
kind: Service
metadata: {name: home-assistant, namespace: home}
spec: {selector: {app: home-assistant}, ports: [{name: http, port: 8123, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: mosquitto, namespace: home, annotations: {metallb.io/loadBalancerIPs: 192.168.1.242}}
spec: {type: LoadBalancer, selector: {app: mosquitto}, ports: [{name: mqtt, port: 1883}, {name: ws, port: 9001}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: mosquitto, namespace: home}
spec:
  selector: {matchLabels: {app: mosquitto}}
  template:
    metadata: {labels: {app: mosquitto}}
    spec: {containers: [{name: mosquitto, image: "eclipse-mosquitto:2"}]}
---
apiVersion: v1
kind: Service
metadata: {name: nas, namespace: home}
spec: {ports: [{name: http, port: 80, targetPort: 5000}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: nas-1, namespace: home, labels: {kubernetes.io/service-name: nas}}
addressType: IPv4
ports: [{name: http, port: 5000, protocol: TCP}]
endpoints: [{addresses: [192.168.1.20]}]
`,
      'traefik-ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ha, namespace: home}
spec:
  rules: [{host: ha.home.lan, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: home-assistant, port: {name: http}}}}]}}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: nas, namespace: home}
spec:
  rules: [{host: nas.home.lan, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: nas, port: {number: 80}}}}]}}]
`,
      'longhorn-ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: longhorn, namespace: longhorn-system}
spec:
  rules: [{host: longhorn.home.lan, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: longhorn-frontend, port: {number: 80}}}}]}}]
`,
    },
  },
  {
    title: 'kubeadm with the Calico operator and MetalLB',
    expected: [],
    files: {
      'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: v1.29.3
clusterName: prod
controlPlaneEndpoint: 10.10.0.5:6443
networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/12, dnsDomain: cluster.local}
apiServer: {certSANs: [10.10.0.5, k8s.example.com]}
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS: [10.96.0.10]
clusterDomain: cluster.local
cgroupDriver: systemd
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: ipvs
ipvs: {strictARP: true}
`,
      'calico.yaml': `apiVersion: operator.tigera.io/v1
kind: Installation
metadata: {name: default}
spec:
  calicoNetwork:
    ipPools:
      - {blockSize: 26, cidr: 10.244.0.0/16, encapsulation: VXLANCrossSubnet, natOutgoing: Enabled, nodeSelector: all()}
---
apiVersion: operator.tigera.io/v1
kind: APIServer
metadata: {name: default}
spec: {}
---
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: deny-egress-metadata}
spec:
  selector: all()
  types: [Egress]
  egress: [{action: Deny, destination: {nets: [169.254.169.254/32]}}, {action: Allow}]
---
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: node1-eth0, labels: {host: node1}}
spec: {interfaceName: eth0, node: node1, expectedIPs: [10.10.0.11]}
---
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: hosts}
spec: {selector: host == 'node1', order: 10, ingress: [{action: Allow}]}
---
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: {name: default}
spec: {asNumber: 64512, nodeToNodeMeshEnabled: true, serviceLoadBalancerIPs: [{cidr: 10.10.1.0/24}]}
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: {name: tor}
spec: {peerIP: 10.10.0.1, asNumber: 64513}
`,
      'metallb.yaml': `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: public, namespace: metallb-system}
spec: {addresses: [10.10.1.10-10.10.1.99]}
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: reserved, namespace: metallb-system}
spec: {addresses: [10.10.1.100-10.10.1.110], autoAssign: false}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: all, namespace: metallb-system}
`,
      'web.yaml': `apiVersion: v1
kind: Service
metadata: {name: web, namespace: web, annotations: {metallb.io/address-pool: reserved}}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, annotations: {cni.projectcalico.org/ipv4pools: '["default-ipv4-ippool"]'}}
    spec: {containers: [{name: web, image: nginx, ports: [{name: http, containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: kube-dns-external, namespace: kube-system}
spec: {type: LoadBalancer, selector: {k8s-app: kube-dns}, ports: [{name: dns, port: 53, protocol: UDP, targetPort: dns}]}
`,
    },
  },
  {
    title: 'a dual-stack cluster',
    expected: [],
    files: {
      'cluster.yaml': `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking: {podSubnet: "10.244.0.0/16,fd00:10:244::/56", serviceSubnet: "10.96.0.0/16,fd00:10:96::/112"}
---
apiVersion: crd.projectcalico.org/v1
kind: IPPool
metadata: {name: default-ipv4-ippool}
spec: {cidr: 10.244.0.0/16, ipipMode: Never, vxlanMode: Always, natOutgoing: true}
---
apiVersion: crd.projectcalico.org/v1
kind: IPPool
metadata: {name: default-ipv6-ippool}
spec: {cidr: "fd00:10:244::/56", vxlanMode: Never, ipipMode: Never, blockSize: 122, natOutgoing: true}
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: dual, namespace: metallb-system}
spec: {addresses: [10.50.0.10-10.50.0.50, "fd00:50::10-fd00:50::50"]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: dual, namespace: metallb-system}
---
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {metallb.io/loadBalancerIPs: "10.50.0.12,fd00:50::12"}}
spec: {type: LoadBalancer, ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6, IPv4], selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: six}
spec: {type: LoadBalancer, ipFamilies: [IPv6], clusterIP: "fd00:10:96::50", selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: pref}
spec: {ipFamilyPolicy: PreferDualStack, selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
`,
    },
  },
  {
    title: 'an Azure Stack Edge site with IoT Edge modules',
    expected: [],
    files: {
      'edge-network.yaml': `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: {name: plant-7, annotations: {config.kubernetes.io/local-config: "true"}}
spec:
  profile: azure-stack-edge
  computeNetwork: {subnet: 10.128.44.0/22, gateway: 10.128.44.1, dhcpRanges: [10.128.45.0-10.128.45.255]}
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
`,
      'iotedge/modules.yaml': `apiVersion: microsoft.azure.devices.edge/v1beta1
kind: EdgeDeployment
metadata: {name: edgedeployment, namespace: iotedge}
spec: [{name: filter, settings: {image: filter:1}}]
---
apiVersion: v1
kind: Service
metadata: {name: edgehub-lb, namespace: iotedge}
spec:
  type: LoadBalancer
  selector: {net.azure-devices.edge/module: edgehub}
  ports: [{name: mqtt, port: 8883}, {name: amqp, port: 5671}, {name: https, port: 443}]
`,
      'apps/vision.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: vision}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: vision, namespace: vision}
spec:
  selector: {matchLabels: {app: vision}}
  template:
    metadata: {labels: {app: vision}}
    spec:
      containers:
        - name: vision
          image: plant.azurecr.io/vision:3
          ports: [{name: http, containerPort: 8080}, {name: rtsp, containerPort: 8554}]
          env: [{name: DB, value: "Server=sql.data.svc.cluster.local,1433;Database=v"}, {name: HUB, value: edgehub.iotedge}, {name: ERP, value: "http://10.20.1.7:8080"}, {name: MQTT, value: "ssl://edgehub.iotedge.svc:8883"}]
---
apiVersion: v1
kind: Service
metadata: {name: vision, namespace: vision}
spec: {type: LoadBalancer, loadBalancerIP: 10.128.44.246, selector: {app: vision}, ports: [{name: http, port: 80, targetPort: http}, {name: rtsp, port: 554, targetPort: rtsp}]}
---
apiVersion: v1
kind: Service
metadata: {name: sql, namespace: data}
spec: {selector: {app: sql}, ports: [{port: 1433}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: sql, namespace: data}
spec:
  serviceName: sql
  selector: {matchLabels: {app: sql}}
  template:
    metadata: {labels: {app: sql}}
    spec: {containers: [{name: sql, image: mcr.microsoft.com/azure-sql-edge}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: share, namespace: vision}
spec: {accessModes: [ReadWriteMany], storageClassName: ase-node-local, resources: {requests: {storage: 10Gi}}}
---
apiVersion: v1
kind: Service
metadata: {name: arc-lb, namespace: azure-arc}
spec: {selector: {app.kubernetes.io/component: connect-agent}, ports: [{port: 443}]}
`,
    },
  },
  {
    title: 'a chain of shops with the same LAN in each',
    expected: [],
    files: {
      'shop-1/edge-network.yaml': `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: {name: shop-1}
spec:
  profile: azure-stack-edge
  computeNetwork: {subnet: 192.168.1.0/24, gateway: 192.168.1.1}
  kubernetesNodeIPs: 192.168.1.241-192.168.1.243
  kubernetesServiceIPs: 192.168.1.244-192.168.1.250
  manifests: [../apps/**]
`,
      'shop-2/edge-network.yaml': `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: {name: shop-2}
spec:
  profile: azure-stack-edge
  computeNetwork: {subnet: 192.168.1.0/24, gateway: 192.168.1.1}
  kubernetesNodeIPs: 192.168.1.241-192.168.1.243
  kubernetesServiceIPs: 192.168.1.244-192.168.1.250
  manifests: [../apps/**]
`,
      'shop-3/edge-network.yaml': `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: {name: shop-3}
spec:
  profile: azure-stack-edge
  computeNetwork: {subnet: 192.168.3.0/24, gateway: 192.168.3.1}
  kubernetesNodeIPs: 192.168.3.241-192.168.3.243
  kubernetesServiceIPs: 192.168.3.244-192.168.3.250
  manifests: [../apps/**]
`,
      'apps/till.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: till}
spec:
  replicas: 2
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: till, image: till, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: till, namespace: till}
spec: {type: LoadBalancer, selector: {app: till}, ports: [{port: 80, targetPort: http}]}
`,
    },
  },
  {
    title: 'Jobs and network policies',
    expected: [],
    files: {
      'all.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: billing, labels: {team: billing}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: billing}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: allow-dns, namespace: billing}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
      ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: allow-ingress, namespace: billing}
spec:
  podSelector: {matchLabels: {app: billing}}
  ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}]
      ports: [{port: http}]
    - from: [{podSelector: {matchLabels: {app: billing-job}}}]
      ports: [{port: 8080, endPort: 8090}]
    - from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: allow-monitoring, namespace: billing}
spec:
  podSelector: {matchExpressions: [{key: app, operator: In, values: [billing, billing-job, billing-report]}]}
  ingress: [{from: [{namespaceSelector: {matchLabels: {name: monitoring}}, podSelector: {matchLabels: {app: prometheus}}}]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: billing, namespace: billing}
spec:
  selector: {matchLabels: {app: billing}}
  template:
    metadata: {labels: {app: billing}}
    spec:
      initContainers:
        - name: wait-db
          image: busybox
          command: [sh, -c, "until nc -z billing-db 5432; do sleep 1; done"]
        - name: proxy
          image: cloudsql-proxy
          restartPolicy: Always
          ports: [{name: sql, containerPort: 5432}]
      containers:
        - name: billing
          image: billing:1
          ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 9090}]
          startupProbe: {httpGet: {port: http, path: /s}}
          livenessProbe: {tcpSocket: {port: 8081}}
          lifecycle: {preStop: {httpGet: {port: http, path: /stop}}}
---
apiVersion: v1
kind: Service
metadata: {name: billing, namespace: billing}
spec: {selector: {app: billing}, ports: [{name: http, port: 80, targetPort: http}, {name: sql, port: 5432, targetPort: sql}]}
---
apiVersion: v1
kind: Service
metadata: {name: billing-db, namespace: billing}
spec: {type: ExternalName, externalName: db.prod.example.com}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: billing}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata: {labels: {app: billing-job}}
        spec:
          restartPolicy: OnFailure
          containers: [{name: close, image: curl, args: [-X, POST, "http://billing/api/close"], command: [curl]}]
---
apiVersion: batch/v1
kind: Job
metadata: {generateName: migrate-, namespace: billing, annotations: {helm.sh/hook: pre-install}}
spec:
  template:
    metadata: {labels: {app: billing-report}}
    spec: {restartPolicy: Never, containers: [{name: m, image: m:1, env: [{name: DB, value: "billing-db.billing:5432"}]}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: indexed, namespace: billing}
spec:
  completionMode: Indexed
  completions: 3
  template:
    metadata: {labels: {app: idx}}
    spec: {subdomain: idx, restartPolicy: Never, containers: [{name: m, image: m:1, env: [{name: MASTER, value: indexed-0.idx}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: idx, namespace: billing}
spec: {clusterIP: None, selector: {job-name: indexed}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b, namespace: billing}
spec: {minAvailable: 1, selector: {matchLabels: {app: billing}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: fluent-bit, namespace: logging}
spec:
  selector: {matchLabels: {app: fluent-bit}}
  template:
    metadata: {labels: {app: fluent-bit}}
    spec:
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      tolerations: [{operator: Exists}]
      containers:
        - name: fluent-bit
          image: fluent/fluent-bit:3
          ports: [{name: http, containerPort: 2020, hostPort: 2020}]
          env: [{name: ES_HOST, value: elasticsearch-master.elastic}, {name: HOST, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: fluent-bit, namespace: logging}
data:
  fluent-bit.conf: |
    [OUTPUT]
        Name es
        Host elasticsearch-master.elastic.svc
        Port 9200
    [FILTER]
        Kube_URL https://kubernetes.default.svc:443
`,
    },
  },
  {
    title: 'members of databases that name each other',
    expected: [],
    files: {
      'mongo.yaml': `apiVersion: v1
kind: Service
metadata: {name: mongo-headless, namespace: db}
spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {app: mongo}, ports: [{name: mongo, port: 27017}]}
---
apiVersion: v1
kind: Service
metadata: {name: mongo, namespace: db}
spec: {selector: {app: mongo}, ports: [{port: 27017}]}
---
apiVersion: v1
kind: Service
metadata: {name: mongo-0, namespace: db}
spec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {statefulset.kubernetes.io/pod-name: mongo-0}, ports: [{port: 27017, nodePort: 30017}]}
---
apiVersion: v1
kind: Service
metadata: {name: mongo-1, namespace: db}
spec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {statefulset.kubernetes.io/pod-name: mongo-1}, ports: [{port: 27017, nodePort: 30018}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: mongo, namespace: db}
spec:
  replicas: 3
  serviceName: mongo-headless
  selector: {matchLabels: {app: mongo}}
  template:
    metadata: {labels: {app: mongo}}
    spec:
      containers:
        - name: mongo
          image: mongo:7
          command: [mongod, --replSet, rs0, --bind_ip_all]
          ports: [{containerPort: 27017}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: rs-init, namespace: db}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: init
          image: mongo:7
          command: [bash, -c]
          args:
            - |
              mongosh "mongodb://mongo-0.mongo-headless.db.svc.cluster.local:27017" --eval 'rs.initiate({_id:"rs0",members:[
                {_id:0,host:"mongo-0.mongo-headless.db.svc.cluster.local:27017"},
                {_id:1,host:"mongo-1.mongo-headless.db.svc.cluster.local:27017"},
                {_id:2,host:"mongo-2.mongo-headless.db.svc.cluster.local:27017"}]})'
---
apiVersion: v1
kind: Secret
metadata: {name: app, namespace: app}
stringData:
  MONGO_URI: mongodb://app:pw@mongo-0.mongo-headless.db:27017,mongo-1.mongo-headless.db:27017/app?replicaSet=rs0
  SRV: mongodb+srv://app:pw@mongo-headless.db.svc.cluster.local/app
`,
      'kafka.yaml': `apiVersion: v1
kind: Service
metadata: {name: zk-hs, namespace: kafka}
spec: {clusterIP: None, selector: {app: zk}, ports: [{name: server, port: 2888}, {name: election, port: 3888}]}
---
apiVersion: v1
kind: Service
metadata: {name: zk-cs, namespace: kafka}
spec: {selector: {app: zk}, ports: [{name: client, port: 2181}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: zk, namespace: kafka}
spec:
  replicas: 3
  serviceName: zk-hs
  selector: {matchLabels: {app: zk}}
  template:
    metadata: {labels: {app: zk}}
    spec:
      containers:
        - name: zk
          image: zookeeper:3.9
          env:
            - {name: ZOO_SERVERS, value: "server.1=zk-0.zk-hs:2888:3888;2181 server.2=zk-1.zk-hs:2888:3888;2181 server.3=zk-2.zk-hs:2888:3888;2181"}
---
apiVersion: v1
kind: Service
metadata: {name: kafka-hs, namespace: kafka}
spec: {clusterIP: None, selector: {app: kafka}, ports: [{name: broker, port: 9093}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: kafka, namespace: kafka}
spec:
  replicas: 3
  serviceName: kafka-hs
  selector: {matchLabels: {app: kafka}}
  template:
    metadata: {labels: {app: kafka}}
    spec:
      containers:
        - name: kafka
          image: kafka:3
          ports: [{containerPort: 9092}, {containerPort: 9093}]
          env:
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: KAFKA_ZOOKEEPER_CONNECT, value: "zk-0.zk-hs.kafka.svc.cluster.local:2181,zk-1.zk-hs.kafka.svc.cluster.local:2181,zk-cs:2181/kafka"}
            - {name: KAFKA_ADVERTISED_LISTENERS, value: "INTERNAL://$(POD_NAME).kafka-hs.kafka.svc.cluster.local:9092"}
---
apiVersion: v1
kind: Service
metadata: {name: kafka, namespace: kafka}
spec: {selector: {app: kafka}, ports: [{port: 9092}]}
`,
    },
  },
  {
    title: 'what kubectl get all prints',
    expected: [],
    files: {
      'all.yaml': `apiVersion: v1
kind: List
metadata: {resourceVersion: ""}
items:
- apiVersion: v1
  kind: Pod
  metadata:
    annotations: {cni.projectcalico.org/containerID: abc, cni.projectcalico.org/podIP: 10.244.1.5/32, cni.projectcalico.org/podIPs: 10.244.1.5/32}
    creationTimestamp: "2026-01-01T00:00:00Z"
    generateName: web-6d4f8c7b9d-
    labels: {app: web, pod-template-hash: 6d4f8c7b9d}
    name: web-6d4f8c7b9d-abcde
    namespace: default
    ownerReferences: [{apiVersion: apps/v1, blockOwnerDeletion: true, controller: true, kind: ReplicaSet, name: web-6d4f8c7b9d, uid: u2}]
    uid: u1
  spec:
    nodeName: node1
    containers: [{name: web, image: nginx, ports: [{containerPort: 80, name: http, protocol: TCP}]}]
  status: {phase: Running, podIP: 10.244.1.5, podIPs: [{ip: 10.244.1.5}], hostIP: 10.10.0.11, conditions: [{type: Ready, status: "True"}]}
- apiVersion: v1
  kind: Pod
  metadata:
    generateName: web-6d4f8c7b9d-
    labels: {app: web, pod-template-hash: 6d4f8c7b9d}
    name: web-6d4f8c7b9d-fghij
    namespace: default
    ownerReferences: [{apiVersion: apps/v1, controller: true, kind: ReplicaSet, name: web-6d4f8c7b9d, uid: u2}]
  spec:
    nodeName: node2
    containers: [{name: web, image: nginx, ports: [{containerPort: 80, name: http, protocol: TCP}]}]
  status: {phase: Running, podIP: 10.244.2.6, podIPs: [{ip: 10.244.2.6}], hostIP: 10.10.0.12}
- apiVersion: v1
  kind: Service
  metadata: {name: kubernetes, namespace: default, labels: {component: apiserver, provider: kubernetes}}
  spec:
    clusterIP: 10.96.0.1
    clusterIPs: [10.96.0.1]
    internalTrafficPolicy: Cluster
    ipFamilies: [IPv4]
    ipFamilyPolicy: SingleStack
    ports: [{name: https, port: 443, protocol: TCP, targetPort: 6443}]
    sessionAffinity: None
    type: ClusterIP
  status: {loadBalancer: {}}
- apiVersion: v1
  kind: Service
  metadata: {name: web, namespace: default, annotations: {metallb.universe.tf/ip-allocated-from-pool: public, kubectl.kubernetes.io/last-applied-configuration: "{}"}}
  spec:
    allocateLoadBalancerNodePorts: true
    clusterIP: 10.98.4.17
    clusterIPs: [10.98.4.17]
    externalTrafficPolicy: Local
    healthCheckNodePort: 31234
    ipFamilies: [IPv4]
    ipFamilyPolicy: SingleStack
    ports: [{nodePort: 31080, port: 80, protocol: TCP, targetPort: http}]
    selector: {app: web}
    type: LoadBalancer
  status: {loadBalancer: {ingress: [{ip: 10.10.1.10, ipMode: VIP}]}}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web, namespace: default, uid: u3, annotations: {deployment.kubernetes.io/revision: "2"}}
  spec:
    replicas: 2
    selector: {matchLabels: {app: web}}
    template:
      metadata: {labels: {app: web}, creationTimestamp: null}
      spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80, name: http, protocol: TCP}]}]}
  status: {replicas: 2}
- apiVersion: apps/v1
  kind: ReplicaSet
  metadata:
    labels: {app: web, pod-template-hash: 6d4f8c7b9d}
    name: web-6d4f8c7b9d
    namespace: default
    uid: u2
    ownerReferences: [{apiVersion: apps/v1, controller: true, kind: Deployment, name: web, uid: u3}]
  spec:
    replicas: 2
    selector: {matchLabels: {app: web, pod-template-hash: 6d4f8c7b9d}}
    template:
      metadata: {labels: {app: web, pod-template-hash: 6d4f8c7b9d}}
      spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80, name: http, protocol: TCP}]}]}
- apiVersion: apps/v1
  kind: ReplicaSet
  metadata:
    labels: {app: web, pod-template-hash: 5c99999}
    name: web-5c99999
    namespace: default
    ownerReferences: [{apiVersion: apps/v1, controller: true, kind: Deployment, name: web, uid: u3}]
  spec:
    replicas: 0
    selector: {matchLabels: {app: web, pod-template-hash: 5c99999}}
    template:
      metadata: {labels: {app: web, pod-template-hash: 5c99999}}
      spec: {containers: [{name: web, image: "nginx:old", ports: [{containerPort: 80, protocol: TCP}]}]}
- apiVersion: v1
  kind: Service
  metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
  spec:
    clusterIP: 10.96.0.10
    clusterIPs: [10.96.0.10]
    ports: [{name: dns, port: 53, protocol: UDP, targetPort: 53}, {name: dns-tcp, port: 53, protocol: TCP, targetPort: 53}, {name: metrics, port: 9153, protocol: TCP, targetPort: 9153}]
    selector: {k8s-app: kube-dns}
    type: ClusterIP
- apiVersion: v1
  kind: Service
  metadata: {name: metallb-webhook-service, namespace: metallb-system}
  spec: {clusterIP: 10.99.1.1, selector: {component: controller}, ports: [{port: 443, targetPort: 9443}]}
- apiVersion: batch/v1
  kind: CronJob
  metadata: {name: backup, namespace: default, uid: c1}
  spec: {schedule: "0 0 * * *", jobTemplate: {metadata: {creationTimestamp: null}, spec: {template: {metadata: {creationTimestamp: null, labels: {app: backup}}, spec: {restartPolicy: OnFailure, containers: [{name: b, image: b}]}}}}}
- apiVersion: batch/v1
  kind: Job
  metadata: {name: backup-28900000, namespace: default, uid: j1, labels: {app: backup, controller-uid: j1, job-name: backup-28900000}, ownerReferences: [{apiVersion: batch/v1, controller: true, kind: CronJob, name: backup, uid: c1}]}
  spec: {selector: {matchLabels: {batch.kubernetes.io/controller-uid: j1}}, template: {metadata: {labels: {app: backup, batch.kubernetes.io/controller-uid: j1, batch.kubernetes.io/job-name: backup-28900000, controller-uid: j1, job-name: backup-28900000}}, spec: {restartPolicy: OnFailure, containers: [{name: b, image: b}]}}}
- apiVersion: v1
  kind: Pod
  metadata: {name: backup-28900000-xyz12, namespace: default, labels: {app: backup, controller-uid: j1, batch.kubernetes.io/controller-uid: j1, job-name: backup-28900000}, ownerReferences: [{apiVersion: batch/v1, controller: true, kind: Job, name: backup-28900000, uid: j1}]}
  spec: {restartPolicy: OnFailure, containers: [{name: b, image: b}]}
  status: {phase: Succeeded, podIP: 10.244.1.5}
`,
    },
  },
  {
    title: 'manifests that are half written',
    expected: [],
    files: {
      'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx
          ports:
            - name:
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app:
  ports:
    - port: 80
      targetPort:
---
apiVersion: v1
kind: Service
metadata:
  name:
spec:
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: lan
  namespace: metallb-system
spec:
  addresses:
    -
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - http:
        paths:
          - path: /
            backend:
              service:
                name:
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
---
kind: Service
`,
    },
  },
  {
    title: 'Gateways and load balancers of other products',
    expected: [],
    files: {
      'gw.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra, annotations: {metallb.universe.tf/loadBalancerIPs: 10.3.0.10}}
spec: {gatewayClassName: envoy, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}], addresses: [{value: 10.3.0.10}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: web}
spec: {parentRefs: [{name: edge, namespace: infra}], rules: [{backendRefs: [{name: web, port: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web}]}
---
apiVersion: cilium.io/v2alpha1
kind: CiliumLoadBalancerIPPool
metadata: {name: blue}
spec: {blocks: [{cidr: 10.3.0.0/24}]}
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: l7, namespace: web}
spec: {endpointSelector: {matchLabels: {app: web}}, ingress: [{fromEndpoints: [{matchLabels: {app: x}}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: lb, namespace: web, annotations: {lbipam.cilium.io/ips: 10.3.0.20}}
spec: {type: LoadBalancer, loadBalancerClass: io.cilium/l2-announcer, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: lb-tailscale, namespace: web, annotations: {tailscale.com/hostname: web}}
spec: {type: LoadBalancer, loadBalancerClass: tailscale, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`,
    },
  },
];

describe('Ordinary layouts', () => {
  for (const { title, files, expected } of layouts) {
    it(`raise no false alarm: ${title}`, () => {
      const snapshot = workspaceOf(files).refreshAtOnce();
      const found = Object.keys(files).flatMap((path) => findingsOf(snapshot, `workspace/${path}`));
      assert.deepEqual(
        found.map(({ severity, code }) => `${severity} ${code}`),
        expected,
      );
    });
  }
});
