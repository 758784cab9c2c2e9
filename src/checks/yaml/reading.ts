import type { ReadProblemCode } from '../../manifests/problems.ts';
import type { Rule } from '../findings/check.ts';

/** What the reader reports of a text, whatever cluster it belongs to. */
export const readingRules: Readonly<Record<ReadProblemCode, Rule>> = {
  'yaml/syntax': {
    code: 'yaml/syntax',
    severity: 'error',
    documentation: {
      title: 'Text that is not YAML',
      what: 'A document that cannot be read as YAML, or that holds Git conflict markers. What stands before and after the place is read as far as possible; the message names the resources that are read in part only. Of one document the first such place is reported: what follows mostly follows from it.',
      why: 'kubectl refuses the file. Findings that would depend on what could not be read are left out or weakened.',
      wrong: `apiVersion: v1
kind: Service
metadata: { name: web
spec: {}`,
      right: `apiVersion: v1
kind: Service
metadata: { name: web }
spec: {}`,
      fix: 'Correct the text at the place.',
      source: 'YAML 1.2 specification',
    },
  },
  'yaml/duplicate-key': {
    code: 'yaml/duplicate-key',
    severity: 'error',
    documentation: {
      title: 'Key that stands twice in one map',
      what: 'The same key twice in one map of a manifest that is understood. The last one is taken, as Kubernetes takes it; the first is shown beside it.',
      why: "The API server refuses it under strict validation, which is kubectl's default; older tools drop the first value without a word, and a selector or a label is gone.",
      wrong: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web, app: front }`,
      right: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web, tier: front }`,
      fix: 'Remove one of the two (offered where each has a line of its own).',
      source: 'sigs.k8s.io/yaml; zenml issue 4740',
    },
  },
  'yaml/ambiguous-scalar': {
    code: 'yaml/ambiguous-scalar',
    severity: 'error',
    documentation: {
      title: 'Value that Kubernetes reads otherwise',
      what: 'A value or a key without quotes that Kubernetes does not read as it looks, in a field that is used here: `yes`, `no`, `on`, `off`, `y`, `n` are booleans; `0123`, `08`, `1_000`, `0x1F`, `1e3`, `.inf` are numbers; `~` is nothing. In labels, selectors, annotations, names, environment values and arguments such a value is reported; in a port a number that its leading zero makes octal. Dates and times (`2024-01-01`, `12:30:45`) are texts, and never reported.',
      why: 'kubectl reads YAML by the rules of version 1.1. The API server then refuses a boolean or a number where a text must stand; a label key `on` becomes `true`, port `0123` becomes 83.',
      wrong: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
  - name: web
    image: web
    env: [{ name: DEBUG, value: off }]`,
      right: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
  - name: web
    image: web
    env: [{ name: DEBUG, value: "off" }]`,
      fix: 'Put it in quotes; write the octal number out.',
      source: 'sigs.k8s.io/yaml goyaml.v2/resolve.go',
    },
  },
  'yaml/unreadable': {
    code: 'yaml/unreadable',
    severity: 'hint',
    documentation: {
      title: 'Template or placeholder',
      what: 'A document with Helm or Jinja templating, or with a placeholder (`${VAR}`, `<ip>`) in a field that matters, is set aside: what it will say is not known.',
      why: 'Nothing is wrong. But what depends on the document is not judged, or only with a hint.',
      wrong: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  clusterIP: \${WEB_IP}`,
      right: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  clusterIP: 172.28.0.20`,
      fix: 'None is needed. To have it checked, open the manifests that the template makes.',
      source: 'this project; kube-linter issues 249, 591, 669',
    },
  },
  'yaml/limit': {
    code: 'yaml/limit',
    severity: 'warning',
    documentation: {
      title: 'Beyond a bound',
      what: 'A text is larger, deeper or more entangled than is read, or a workload has more pods than are worked out (then a hint). The bounds stand in the table "Limits" on this page.',
      why: 'Bounds keep the editor quick on any input. What lies beyond is left out; the rest is analysed.',
      wrong: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 100000`,
      right: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 10`,
      fix: 'Split the file, or exclude it.',
      source: 'this project',
    },
  },
  'resource/wrong-type': {
    code: 'resource/wrong-type',
    severity: 'error',
    documentation: {
      title: 'Value of the wrong type',
      what: 'A field that is used here holds a value of another type: a number or a boolean where a text must stand (environment values and arguments too), a text where a list must stand. Also an unknown profile of an EdgeNetwork, and what MetalLB does not accept in its old ConfigMap. Fields that are not used are not judged.',
      why: 'The API server refuses the manifest.',
      wrong: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { release: 1 }`,
      right: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { release: "1" }`,
      fix: 'Write a value of the type that the message names; put texts that look like numbers or booleans in quotes (offered).',
      source: 'Kubernetes API types',
    },
  },
};
