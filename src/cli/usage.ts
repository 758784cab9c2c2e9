export const usage = `Usage: edge-network <command> [paths…]

Commands
  check    [paths…]            find what is wrong        --format text | json | sarif | github
             --fail-on error   least severity that gives exit code 1: error, warning, information, hint or never
             --allow-empty     a path without manifests is no failure
  topology [paths…]            show who gets which address   --format text | json | svg | drawio | mermaid | dot
             --theme light     of an SVG: light or dark
             --positions FILE  what you dragged, from the panel's JSON export; of an SVG or draw.io file
  resolve  NAME [paths…]       ask the cluster's DNS     --format text | json
             --type A          A, AAAA, SRV, PTR, CNAME…
             --from NS/POD     as this pod would ask
             --cluster NAME    when there are several
  route    ADDRESS[:PORT] [paths…]   show where connections to a service go   --format text | json
             --protocol TCP    TCP, UDP or SCTP; all when not given
             --from NODE       or NS/POD; outside (of the cluster) when not given
             --cluster NAME    when there are several
  trace    [paths…]            follow a connection step by step, to where and why it ends   --format text | json
             --from WHO        outside, an address, node/NAME, NS/POD or NS/WORKLOAD
             --to WHAT         NAME:PORT as a program writes it, ADDRESS:PORT, NS/SERVICE:PORT or http://HOST/PATH
             --protocol TCP    TCP, UDP or SCTP
             --cluster NAME    when there are several
  reach    [paths…]            show who may reach whom, as far as policies go   --format text | json | csv | dot
             --of NS/WORKLOAD  only what it reaches and what reaches it
             --cluster NAME    all of them when not given
  what-if  EVENT… [paths…]     show what events change   --format text | json
             --events FILE     a list of events in YAML or JSON; behind the others
             --cluster NAME    only there
             as in: edge-network what-if 'fail worker-1' 'elapse 400'; more with edge-network what-if --help
  diff     OLD [NEW]           show what changes from one folder or git revision to another, or to the current folder
                               --format text | markdown (for a pull request) | json
  render   PATH…               make manifests as kustomize and helm do   --format yaml | json | text (to the letter what they print)
             --values FILE     -f; of a chart, like --set, --set-string, --set-json, --set-file, --set-literal, --namespace,
                               --release-name, --kube-version, --api-versions, --include-crds and --show-only, as \`helm template\` has them
             --texts           in JSON: what each template made
             --origins         in JSON: where each field comes from
  lsp                          serve an editor by the Language Server Protocol   --stdio

Of every command on manifests; what an .edge-network.yaml file says counts before the first two
  --profile NAME               what kind of cluster it is where no manifest says it: custom, azure-stack-edge, k3s, kubeadm…
  --severity CODE=SEVERITY     error, warning, information, hint or off; as often as you like
  --exclude GLOB               leaves files or folders out; as often as you like

Paths are folders or files, - is standard input; the current folder when none is given.
Exit code: 0 without errors, 1 with errors found (resolve, route: no answer; trace: not allowed; render: the real tool fails), 2 for wrong usage, an unreadable path or one without manifests.
`;

/** What `what-if --help` prints. */
export const whatIfUsage = `Usage: edge-network what-if EVENT… [paths…] [--events FILE] [--cluster NAME] [--format text | json]

Events happen one after the other; each is one argument, in quotes.
  edge-network what-if 'restart shop/web-0'
  edge-network what-if 'fail worker-1' 'elapse 400' 'return worker-1' sites/store-42
  edge-network what-if 'scale deployment/shop/web=4'
  edge-network what-if 'rollout deployment/shop/web'          its new pods become ready; with failing behind it they do not
  edge-network what-if 'drain worker-2' 'uncordon worker-2'
  edge-network what-if 'delete service/shop/web' 'apply service.yaml'
  edge-network what-if 'taint worker-1 maintenance=yes:NoExecute'
  edge-network what-if --events events.yaml --format json     - { do: nodeFails, node: worker-1 }

A pod is NAMESPACE/NAME or its address, anything else KIND/NAMESPACE/NAME. All events: docs/what-if.md.
`;
